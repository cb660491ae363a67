"""The fields that every kind's form shares, in the kind's own words, and the form that takes documents."""

from io import BytesIO
from typing import Any

import pytest
from flask import Flask, get_template_attribute, render_template_string

from app.listings.forms import DocumentForm, ListingFields
from app.listings.values import DocumentAudience, DocumentValue
from app.services.forms import ServiceForm
from tests.clock import START

DOCUMENTS = (
    DocumentValue(3, 1, "<b>Map.pdf", DocumentAudience.PUBLIC, 2_000, "", 1, START),
    DocumentValue(4, 1, "Slides.pdf", DocumentAudience.PARTIES, 3_000_000, "", 1, START),
)
UPLOAD = "{% from 'listings/_documents.html' import document_upload %}{{ document_upload(form) }}"


class CourseFields(ListingFields):
    labels = {"phases": "Which phases is it for?"}
    hints = {"title": "What a teacher would look for, like “Early reading”"}


def sent(app: Flask, fields: dict[str, Any]) -> Any:
    return app.test_request_context("/", method="POST", data=fields, content_type="multipart/form-data")


def made(*names: str, audience: str = "parties") -> dict[str, Any]:
    return {"files": [(BytesIO(name.encode()), name) for name in names], "audience": audience}


@pytest.fixture(autouse=True)
def _no_token(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """What these tests send has no session in which a token could stand."""
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)


def test_a_kind_says_its_own_hints_and_labels_and_keeps_the_others(app: Flask) -> None:
    with app.test_request_context():
        course, service, plain = CourseFields(), ServiceForm(), ListingFields()
        assert "Early reading" in course.title()
        assert "Which phases is it for?" in course.phases()
        assert "Payroll bureau" in service.title()
        assert "Which schools is it for?" in service.phases()
        assert "Payroll" not in plain.title()
        assert "Early reading" not in plain.title()


def test_several_files_are_read_with_whom_they_are_for(app: Flask) -> None:
    with sent(app, made("a.pdf", "B.PDF")):
        form = DocumentForm("Only those booked")
        assert form.validate(), form.errors
        assert form.chosen == [("a.pdf", b"a.pdf"), ("B.PDF", b"B.PDF")]
        assert form.audience.data is DocumentAudience.PARTIES


@pytest.mark.parametrize(
    ("names", "audience", "field", "message"),
    [
        ([], "public", "files", "Choose a file"),
        ([""], "public", "files", "Choose a file"),
        (["a.pdf", "tool.exe"], "public", "files", "“tool.exe” must be a .pdf file"),
        (["a.pdf"], "", "audience", "Choose who may read them"),
        (["a.pdf"], "everyone", "audience", "Choose who may read them"),
    ],
)
def test_what_was_left_out_or_is_no_pdf_by_name_is_said(
    app: Flask, names: list[str], audience: str, field: str, message: str
) -> None:
    with sent(app, made(*names, audience=audience)):
        form = DocumentForm()
        assert not form.validate()
        assert list(form.errors[field]) == [message]


def test_text_in_the_place_of_a_file_is_no_file(app: Flask) -> None:
    with sent(app, {"files": "a.pdf", "audience": "public"}):
        form = DocumentForm()
        assert not form.validate()
        assert list(form.errors["files"]) == ["Choose a file"]


def test_the_form_takes_several_files_and_says_how_large_they_may_be(app: Flask) -> None:
    with app.test_request_context():
        page = render_template_string(UPLOAD, form=DocumentForm("Only those booked"))
    assert 'type="file"' in page
    assert " multiple" in page
    assert "Each up to 5 MB, 20 for a listing in all" in page
    assert "Only those booked" in page
    assert "Add documents" in page


@pytest.mark.parametrize("removing", [True, False])
def test_documents_are_listed_with_their_size_and_can_be_removed_by_those_who_may(app: Flask, removing: bool) -> None:
    with app.test_request_context():
        document_list = get_template_attribute("listings/_documents.html", "document_list")
        page = document_list(DOCUMENTS, "/courses/LST-23456/documents", removing=removing)
    assert 'href="/courses/LST-23456/documents/3">&lt;b&gt;Map.pdf</a>' in page
    assert "(PDF, 2 KB)" in page
    assert "(PDF, 2.9 MB)" in page
    assert ("/courses/LST-23456/documents/4/remove" in page) is removing
    assert ("Not public" in page) is removing
