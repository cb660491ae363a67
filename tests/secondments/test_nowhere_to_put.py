"""There is nowhere to put a document, a certificate's number or health data.

Source: Keeping children safe in education, part three: no copy of a certificate is needed on the record.
"""

import inspect
from importlib import import_module
from pkgutil import iter_modules

import pytest
from flask import Flask
from sqlalchemy import Boolean, Date, Enum, Integer, LargeBinary
from werkzeug.routing import PathConverter

from app.kernel.database import UtcMoment
from app.secondments import forms, models
from app.secondments.forms.along import AbsenceForm, EndAbsenceForm
from app.secondments.forms.checks import ArrivalForm, ChecksForm
from app.secondments.values import CheckItem
from app.web.fields import CheckboxField, DateField, FileField, FilesField, Form, RadioField, SubmitField
from tests.secondments.along_makers import ALL_DONE

DOCUMENTS = {("secondment_version", "document"), ("secondment_version", "schedule_document")}
CHOSEN_OR_COUNTED = (Integer, Date, UtcMoment, Enum, Boolean)
FORMS = [
    (module.name, name)
    for module in iter_modules(forms.__path__)
    for name, found in inspect.getmembers(import_module(f"app.secondments.forms.{module.name}"), inspect.isclass)
    if issubclass(found, Form) and found.__module__.startswith("app.secondments.forms")
]
TABLES = [getattr(models, name).__table__ for name in models.__all__]


@pytest.mark.parametrize(("module", "name"), FORMS)
def test_no_form_of_secondments_takes_a_file(module: str, name: str) -> None:
    made = getattr(import_module(f"app.secondments.forms.{module}"), name)
    kinds = [field.field_class for _, field in inspect.getmembers(made) if hasattr(field, "field_class")]
    assert kinds, "a form has fields"
    assert not [each for each in kinds if issubclass(each, FileField | FilesField)]


def test_the_only_files_kept_are_the_two_documents_that_the_site_makes() -> None:
    kept = {(table.name, each.name) for table in TABLES for each in table.columns if isinstance(each.type, LargeBinary)}
    assert kept == DOCUMENTS


@pytest.mark.parametrize("name", ["Check", "Arrival", "Absence"])
def test_checks_arrivals_and_absences_hold_days_choices_and_who_said_so_and_no_text(name: str) -> None:
    columns = list(getattr(models, name).__table__.columns)
    assert columns
    assert [each.name for each in columns if not isinstance(each.type, CHOSEN_OR_COUNTED)] == []


@pytest.mark.parametrize("made", [ChecksForm, ArrivalForm, AbsenceForm, EndAbsenceForm])
def test_what_is_typed_of_checks_arrivals_and_absences_is_a_day_or_a_choice(app: Flask, made: type[Form]) -> None:
    with app.test_request_context():
        fields = [each for each in made() if each.name != "csrf_token"]
    assert len(fields) >= 2
    chosen = (DateField, RadioField, CheckboxField, SubmitField)
    assert [each.name for each in fields if not isinstance(each, chosen)] == []


def test_no_route_of_secondments_takes_a_file_by_its_address(app: Flask) -> None:
    rules = [each for each in app.url_map.iter_rules() if each.endpoint.startswith("secondments.")]
    paths = {each.rule for each in rules}
    assert {"/secondments/<reference>/checks", "/secondments/<reference>/arrival"} <= paths
    words = {"upload", "uploads", "attach", "attachments", "evidence", "certificate", "certificates", "file", "files"}
    assert [path for path in paths if words & set(path.replace("-", "/").split("/"))] == []
    assert not [each for each in rules for kind in each._converters.values() if isinstance(kind, PathConverter)]
    assert {method for each in rules for method in each.methods or ()} <= {"GET", "HEAD", "OPTIONS", "POST"}


def test_every_item_has_its_one_answer_in_the_form(app: Flask) -> None:
    with app.test_request_context():
        form = ChecksForm()
    assert [each.item for each in ALL_DONE] == list(CheckItem)
    assert all(f"{item}_date" in form for item in CheckItem)
