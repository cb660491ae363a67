"""The documents: every field, tagged, readable, and deaf to what people type."""

import time
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from app.charges.pdf import credit_note_pdf, invoice_pdf, rate_label
from app.charges.values import (
    CreditNoteLineValue,
    CreditNoteValue,
    InvoiceDetail,
    InvoiceLineValue,
    InvoiceState,
    InvoiceValue,
    Party,
)
from app.kernel.money import Money
from app.kernel.vat import VatTreatment, vat_on

PROVIDER = Party(
    "Larkmoor Learning Trust",
    ("Larkmoor House", "14 Millstone Road", "Huddersfield", "HD4 6XQ"),
    "GB999101388",
    "09000100",
    "Finance team",
    "invoices@larkmoor.example",
)
BUYER = Party(
    "Three Rivers Gate Academies",
    ("3 Causeway Court", "Exeter", "EX2 8ZW"),
    "GB999102483",
    "09000200",
    "Purchase ledger",
    "ledger@threerivers.example",
)


def line(
    position: int = 1,
    description: str = "Payroll for one year",
    quantity: int = 3,
    pence: int = 150_050,
    treatment: VatTreatment = VatTreatment.STANDARD,
    rate: int = 2000,
    reason: str = "Administrative services",
) -> InvoiceLineValue:
    net = Money(pence * quantity)
    vat = vat_on(net, rate)
    return InvoiceLineValue(
        position, description, quantity, "school", Money(pence), treatment, rate, reason, net, vat, net, vat
    )


EXEMPT = line(2, "Teaching assistant", 38, 9_750, VatTreatment.EXEMPT, 0, "Staff between eligible bodies")


def detail(
    *lines: InvoiceLineValue, provider: Party = PROVIDER, buyer: Party = BUYER, reason: str = ""
) -> InvoiceDetail:
    lines = lines or (line(), EXEMPT)
    net, vat = Money.total(each.net for each in lines), Money.total(each.vat for each in lines)
    invoice = InvoiceValue(
        reference="INV-7F3K2",
        number="90001-00012",
        provider_id=1,
        buyer_id=2,
        charge_reference="CHG-2345K",
        subject="AGR-88XYZ",
        issue_date=date(2026, 11, 20),
        due_date=date(2026, 12, 20),
        po_number="PO-4471",
        state=InvoiceState.UNPAID,
        net=net,
        vat=vat,
        gross=net + vat,
        credited=Money(0),
        settled=Money(0),
        outstanding=net + vat,
    )
    return InvoiceDetail(
        invoice=invoice,
        is_vat_document=True,
        provider=provider,
        buyer=BUYER,
        supply_date=date(2026, 11, 1),
        reason=reason or "Payroll, September 2026 to August 2027",
        issued_at=datetime(2026, 11, 20, 10, 0, tzinfo=UTC),
        settled_at=None,
        run_reference=None,
        lines=tuple(lines),
    )


def read(document: bytes) -> PdfReader:
    return PdfReader(BytesIO(document))


def words(document: bytes) -> str:
    text = " ".join(page.extract_text() for page in read(document).pages)
    return " ".join(text.replace("\u200b", "").split())


FIELDS = [
    "VAT invoice",
    "90001-00012",
    "20 November 2026",
    "1 November 2026",
    "20 December 2026",
    "PO-4471",
    "INV-7F3K2",
    "CHG-2345K",
    "AGR-88XYZ",
    *("Larkmoor Learning Trust", "14 Millstone Road", "HD4 6XQ", "VAT number GB 999 1013 88", "09000100"),
    *("Three Rivers Gate Academies", "3 Causeway Court", "EX2 8ZW", "VAT number GB 999 1024 83", "Purchase ledger"),
    *("Finance team", "invoices@larkmoor.example"),
    "Payroll, September 2026 to August 2027",
    *("Payroll for one year", "3", "school", "£1,500.50", "20%", "£4,501.50", "£900.30"),
    *("Teaching assistant", "38", "£97.50", "Exempt", "Exempt: Staff between eligible bodies", "£3,705.00", "£0.00"),
    *("Total net", "£8,206.50", "Total VAT", "Total to pay", "£9,106.80"),
]


@pytest.mark.parametrize("field", FIELDS)
def test_an_invoice_shows_every_field(field: str) -> None:
    assert field in words(invoice_pdf(detail()))


def test_a_line_that_came_to_less_before_the_invoice_shows_what_was_taken_off() -> None:
    less = replace(line(), net=Money(400_000), vat=Money(80_000))
    text = words(invoice_pdf(detail(less)))
    for shown in ("£1,500.50", "£501.50 taken off before this invoice", "£4,000.00"):
        assert shown in text, shown
    assert "taken off" not in words(invoice_pdf(detail()))


def test_a_trust_that_is_not_registered_shows_no_vat_number_and_no_vat_invoice() -> None:
    plain = replace(detail(EXEMPT, provider=replace(PROVIDER, vat_number=None)), is_vat_document=False)
    text = words(invoice_pdf(plain))
    assert "VAT invoice" not in text
    assert "GB 999 1013 88" not in text
    assert text.startswith("Invoice 90001-00012")


def note() -> CreditNoteValue:
    taken = CreditNoteLineValue(1, "Payroll for one year", VatTreatment.STANDARD, 2000, Money(10_000), Money(2_000))
    return CreditNoteValue(
        reference="CRN-23456",
        number="90001-CN00003",
        provider_id=1,
        buyer_id=2,
        invoice_reference="INV-7F3K2",
        invoice_number="90001-00012",
        is_vat_document=True,
        issue_date=date(2026, 12, 1),
        issued_at=datetime(2026, 12, 1, 9, 0, tzinfo=UTC),
        reason="One school too many",
        net=Money(10_000),
        vat=Money(2_000),
        gross=Money(12_000),
        lines=(taken,),
    )


@pytest.mark.parametrize(
    "field",
    [
        "VAT credit note",
        "90001-CN00003",
        "1 December 2026",
        "90001-00012",
        "One school too many",
        "£100.00",
        "£20.00",
        "Total credited",
        "£120.00",
        "GB 999 1013 88",
        "Larkmoor Learning Trust",
        "Three Rivers Gate Academies",
    ],
)
def test_a_credit_note_shows_every_field_and_its_invoice(field: str) -> None:
    assert field in words(credit_note_pdf(note(), detail()))


@pytest.mark.parametrize("document", [invoice_pdf(detail()), credit_note_pdf(note(), detail())])
def test_a_document_is_tagged_titled_and_says_its_language(document: bytes) -> None:
    reader = read(document)
    root: Any = reader.root_object
    assert b"pdfuaid:part" in document
    assert str(root["/Lang"]) == "en-GB"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata is not None
    assert "90001-" in str(reader.metadata.title)
    assert str(reader.metadata.author) == "Larkmoor Learning Trust"
    tags = structure(root["/StructTreeRoot"])
    assert {"/H1", "/H2", "/Table", "/TH", "/TD"} <= tags


def structure(node: object) -> set[str]:
    from pypdf.generic import DictionaryObject, IndirectObject

    if isinstance(node, IndirectObject):
        return structure(node.get_object())
    if isinstance(node, list):
        return set().union(*(structure(each) for each in node))
    if isinstance(node, DictionaryObject):
        own = {str(node["/S"])} if "/S" in node else set()
        return own | structure(node.get("/K"))
    return set()


def test_the_same_invoice_is_the_same_document_to_the_byte() -> None:
    assert invoice_pdf(detail()) == invoice_pdf(detail())


def test_forty_lines_go_over_pages_that_repeat_the_headings_and_say_which_they_are() -> None:
    lines = [line(n, f"Service number {n}") for n in range(1, 41)]
    reader = read(invoice_pdf(detail(*lines)))
    pages = [page.extract_text() for page in reader.pages]
    assert len(pages) == 2
    assert all("Unit price" in page for page in pages)
    assert [f"Page {n} of 2" in page for n, page in enumerate(pages, 1)] == [True, True]
    assert all(f"Service number {n}" in " ".join(pages) for n in range(1, 41))


TYPED = [
    "Ymddiriedolaeth Tŷ Gŵyr Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch",
    '#eval("1 + 1") #read("/etc/passwd") #import "x"',
    "*bold* _italic_ `raw` $x^2$ = heading \\ // comment <label> @cite",
    "<script>alert(1)</script>",
    '"quoted" and {braces} and [brackets] and \\u{41}',
    "Zażółć gęślą jaźń, Ελληνικά, Кириллица",
]


@pytest.mark.parametrize("typed", TYPED)
def test_what_people_typed_is_text_and_nothing_else(typed: str) -> None:
    nasty = replace(PROVIDER, name=typed, address=(typed,), contact=typed)
    text = words(invoice_pdf(detail(line(description=typed, reason=typed), provider=nasty, reason=typed)))
    squeezed = "".join(text.split())
    assert squeezed.count("".join(typed.split())) >= 4


@pytest.mark.parametrize("typed", ["Emoji 🎉", "汉字", "العربية", "bell \x07 and null \x00", "\u202eturned", "\ufffe"])
def test_characters_that_no_font_here_has_do_not_stop_a_document(typed: str) -> None:
    assert "?" in words(invoice_pdf(detail(line(description=typed), reason=typed)))


def test_every_character_let_through_can_be_printed() -> None:
    from app.kernel.typesetting import UNPRINTABLE

    fine = [chr(point) for point in range(0x20, 0x3000) if not UNPRINTABLE.match(chr(point))]
    for start in range(0, len(fine), 100):
        invoice_pdf(detail(line(description=" ".join(fine[start : start + 100]))))


def test_a_word_without_end_stays_within_its_column() -> None:
    text = words(invoice_pdf(detail(line(description="W" * 180), reason="x" * 400)))
    assert "W" * 180 in text.replace(" ", "")
    assert "£900.30" in text


def test_a_document_takes_less_than_a_fifth_of_a_second() -> None:
    invoice_pdf(detail())
    started = time.process_time()
    for _ in range(5):
        invoice_pdf(detail(*[line(n) for n in range(1, 41)]))
    assert (time.process_time() - started) / 5 < 0.2


@pytest.mark.parametrize(
    ("treatment", "rate", "label"),
    [
        (VatTreatment.STANDARD, 2000, "20%"),
        (VatTreatment.STANDARD, 1750, "17.5%"),
        (VatTreatment.REDUCED, 500, "5%"),
        (VatTreatment.ZERO, 0, "0% (zero rate)"),
        (VatTreatment.EXEMPT, 0, "Exempt"),
        (VatTreatment.OUTSIDE_SCOPE, 0, "Outside scope"),
    ],
)
def test_a_rate_reads_as_invoices_state_it(treatment: VatTreatment, rate: int, label: str) -> None:
    assert rate_label(treatment, rate) == label
