"""The agreement and the schedule on paper: what each says, to whom, and the same bytes each time."""

from datetime import datetime
from io import BytesIO

from pypdf import PdfReader

from app.kernel.money import Money
from app.secondments.paper import agreement_pdf, fingerprint, schedule_pdf
from app.secondments.queries.agreements import facts_of
from app.secondments.queries.secondments import document_of, schedule_document_of, secondment_by_reference
from app.secondments.values import CostBasis, Fte, HoursStep, PayStep
from tests.secondments.agreements_makers import issue, make_drafted_secondment, make_pay
from tests.secondments.makers import ENDS, PERSON, STARTS, World

LATER = STARTS.replace(month=4, day=6)


def words(document: bytes | None) -> str:
    assert document is not None
    text = " ".join(page.extract_text() for page in PdfReader(BytesIO(document)).pages)
    return " ".join(text.replace("\u200b", "").split())


def test_both_papers_are_tagged_and_the_same_from_the_same_facts(world: World, at: datetime) -> None:
    held = secondment_by_reference(make_drafted_secondment(world))
    made = [facts_of(held, number=1, at=at) for _ in range(2)]
    schedules = [schedule_pdf(each) for each in made]
    agreements = [agreement_pdf(each, schedule_sha256=fingerprint(schedules[0])) for each in made]
    assert schedules[0] == schedules[1]
    assert agreements[0] == agreements[1]
    for document in (schedules[0], agreements[0]):
        read = PdfReader(BytesIO(document))
        assert read.metadata is not None
        assert read.metadata.title
        assert read.trailer["/Root"]["/MarkInfo"]["/Marked"]  # type: ignore[index]


def test_the_agreement_names_three_parties_every_term_a_band_and_the_schedules_fingerprint(world: World) -> None:
    changes = (HoursStep(LATER, Fte(6_000)),)
    pay = make_pay(steps=(PayStep(STARTS, Money(48_000_00)),), share_percent=60, absence_days=10)
    reference = make_drafted_secondment(world, pay=pay, basis=CostBasis.SHARE, changes=changes, part_remote=True)
    version = issue(world, reference)
    text = words(document_of(version.id))
    for said in (
        "Northgate Learning Trust",
        "Westbrook Schools Trust",
        PERSON,
        "4 January 2027",
        "23 July 2027",
        "Tuesday and Wednesday (0.4 of full time)",
        "From 6 April 2027: 0.6 of full time",
        "Cedar Primary School, Taunton, and partly remote",
        "Line manage two teaching assistants.",
        "The host pays 60% of what the secondee’s time costs",
        "the first 10 calendar days are charged",
        "£45,000 to £49,999 a year",
        "4 weeks’ notice in writing",
        "The same post on the same terms",
        "Exempt",
    ):
        assert said in text, said
    assert version.schedule_sha256 in text.replace(" ", "")
    assert "48,000" not in text
    assert version.sha256 == fingerprint(document_of(version.id) or b"")


def test_the_schedule_holds_every_line_of_every_month_and_names_nobody(world: World, at: datetime) -> None:
    reference = make_drafted_secondment(world)
    facts = facts_of(secondment_by_reference(reference), number=1, at=at)
    version = issue(world, reference)
    text = words(schedule_document_of(version.id))
    assert PERSON not in text
    assert "£48,000.00 a year, full time" in text
    assert text.count("2027") >= 7
    for month in facts.schedule.months:
        assert str(month.total) in text
        assert all(str(amount) in text for _, amount in month.lines)
    assert f"Whole term, with VAT {facts.worth.gross}" in text
    assert ENDS.strftime("%B %Y") in text
