"""What may go with a listing: sound PDFs, told by what they hold, at the exact limits."""

import zlib
from collections.abc import Callable

import pytest

from app.listings import rules
from app.listings.values import DocumentAudience, DocumentValue, ListingState
from app.web.uploads import MOST_UPLOADED
from tests.clock import START
from tests.listings import papers

MB = 1024 * 1024
PUBLIC, PARTIES = DocumentAudience
ZIP = b"PK\x03\x04" + b"\x00" * 50 + b"%PDF-1.7 %%EOF"
EXE = b"MZ\x90\x00" + b"\x00" * 50 + b"%%EOF"


def refusal(content: bytes) -> str:
    with pytest.raises(rules.DocumentRefused) as refused:
        rules.check_pdf("notes.pdf", content)
    assert refused.value.field == "files"
    assert "“notes.pdf”" in refused.value.message
    return refused.value.message


def test_a_sound_pdf_is_taken() -> None:
    rules.check_pdf("notes.pdf", papers.paper())


def test_a_pdf_that_speaks_of_scripts_without_running_any_is_taken() -> None:
    rules.check_pdf(
        "notes.pdf", papers.paper("JavaScript, JS and Launch: an introduction to encrypting embedded files")
    )


def test_a_pdf_may_be_of_five_megabytes_and_not_a_byte_more() -> None:
    rules.check_pdf("notes.pdf", papers.exactly(5 * MB - 1))
    rules.check_pdf("notes.pdf", papers.exactly(5 * MB))
    assert "larger than 5 MB" in refusal(papers.exactly(5 * MB + 1))


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "is empty"),
        (ZIP, "not a PDF, whatever its name says"),
        (EXE, "not a PDF"),
        (b"\n" + papers.paper(), "not a PDF"),
        (b"%PDF", "not a PDF"),
        (b"%PDF-", "its end is missing"),
        (papers.paper()[: len(papers.paper()) // 2], "its end is missing"),
    ],
)
def test_what_is_no_whole_pdf_is_refused(content: bytes, why: str) -> None:
    assert why in refusal(content)


@pytest.mark.parametrize(("after", "is_whole"), [(1018, True), (1019, True), (1020, False)])
def test_the_end_of_a_pdf_stands_in_its_last_kilobyte(after: int, is_whole: bool) -> None:
    content = b"%PDF-1.7\n%%EOF" + b"\n" * after
    if is_whole:
        rules.check_pdf("notes.pdf", content)
    else:
        assert "its end is missing" in refusal(content)


@pytest.mark.parametrize(
    ("made", "why"),
    [
        (papers.encrypted, "protected by a password"),
        (papers.with_javascript, "runs JavaScript"),
        (papers.with_a_script_in_a_packed_object, "runs JavaScript"),
        (papers.with_a_script_under_an_escaped_name, "runs JavaScript"),
        (papers.that_launches, "starts other programs"),
        (papers.with_a_file_inside, "has other files inside it"),
    ],
)
def test_a_pdf_that_is_locked_or_does_more_than_show_itself_is_refused(made: Callable[[], bytes], why: str) -> None:
    assert why in refusal(made())


def test_a_file_that_inflates_without_end_is_looked_at_no_further() -> None:
    bomb = zlib.compress(b"\x00" * (200 * MB))
    stream = b"/ObjStm >> stream\n" + bomb + b"\n"
    rules.check_pdf("notes.pdf", b"%PDF-1.7\n" + stream * 3 + b"%%EOF")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Joining.pdf", "Joining.pdf"),
        ("Joining.PDF", "Joining.pdf"),
        ("Joining", "Joining.pdf"),
        ("Joining.exe", "Joining.exe.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\Ann\\Joining  notes.pdf", "Joining notes.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "a Set-Cookie: x.pdf"),
        ("exe\u202efdp.pdf", "exe fdp.pdf"),
        ("Tŷ Gwyn.pdf", "Tŷ Gwyn.pdf"),
        ("e\u0301te\u0301.pdf", "été.pdf"),
        (".pdf", "document.pdf"),
        ("", "document.pdf"),
        (" . .pdf", "document.pdf"),
        ("a" * 116 + ".pdf", "a" * 116 + ".pdf"),
        ("a" * 117 + ".pdf", "a" * 116 + ".pdf"),
        ("a" * 5_000, "a" * 116 + ".pdf"),
    ],
)
def test_a_name_is_no_path_has_nothing_unprintable_and_is_of_120_characters_at_most(typed: str, kept: str) -> None:
    assert rules.tidy_name(typed) == kept
    assert len(kept) <= rules.LONGEST_NAME


@pytest.mark.parametrize(("there", "is_free"), [(19, True), (20, False), (21, False)])
def test_a_listing_has_twenty_documents_at_most(there: int, is_free: bool) -> None:
    taken = [f"{number}.pdf" for number in range(there)]
    if is_free:
        rules.check_name_is_free("new.pdf", taken)
        return
    with pytest.raises(rules.DocumentRefused, match=r"can have 20 documents\. Remove one"):
        rules.check_name_is_free("new.pdf", taken)


@pytest.mark.parametrize("name", ["Notes.pdf", "notes.pdf", "NOTES.pdf"])
def test_a_name_that_is_taken_is_refused_in_whatever_case(name: str) -> None:
    with pytest.raises(rules.DocumentRefused, match="Remove that one first, or give this file another name"):
        rules.check_name_is_free(name, ["Notes.pdf"])


@pytest.mark.parametrize(
    ("state", "audience", "may"),
    [
        (ListingState.DRAFT, PUBLIC, True),
        (ListingState.DRAFT, PARTIES, True),
        (ListingState.PUBLISHED, PUBLIC, True),
        (ListingState.PUBLISHED, PARTIES, True),
        (ListingState.CLOSED, PUBLIC, False),
        (ListingState.CLOSED, PARTIES, True),
    ],
)
def test_a_closed_listing_says_no_more_to_the_public(
    state: ListingState, audience: DocumentAudience, may: bool
) -> None:
    if may:
        rules.check_can_add(state, audience)
        return
    with pytest.raises(rules.WrongState, match="closed"):
        rules.check_can_add(state, audience)


@pytest.mark.parametrize(
    ("size", "label"),
    [
        (1, "1 KB"),
        (1024, "1 KB"),
        (1025, "2 KB"),
        (1023 * 1024, "1023 KB"),
        (1023 * 1024 + 1, "1 MB"),
        (MB, "1 MB"),
        (MB + 1, "1.1 MB"),
        (5 * MB, "5 MB"),
    ],
)
def test_a_size_reads_as_people_write_it(size: int, label: str) -> None:
    assert DocumentValue(1, 1, "a.pdf", PUBLIC, size, "", 1, START).size_label == label


def test_a_page_that_takes_files_takes_several_of_the_largest() -> None:
    assert 4 * rules.MOST_BYTES < MOST_UPLOADED
