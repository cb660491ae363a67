"""Certificates: what the document says, who may have it, and what anyone learns by its code."""

from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from app.cpd import actions
from app.cpd.messages.delegates import link_to
from app.cpd.models import Certificate
from app.cpd.paper import certificate_pdf, record_pdf, when
from app.cpd.queries.delegate_places import delegate_places
from app.cpd.values import CertificateValue, Npq, RecordLine, StandardPart
from app.extensions import limiter
from app.kernel.database import session, transaction
from tests.clock import HandClock
from tests.cpd.booked import SignIn
from tests.cpd.makers import World, make_world
from tests.cpd.registers_makers import P, close, make_booked_run, place, run_of
from tests.databases import Stage
from tests.police import PoliceClient

NAME = "Siân Llŷr-Ŵyn *#x*"
CODE = "BCDF-GHJK-MNPQ"
ADDRESS = f"https://exchange.example/certificates/{CODE}"


def value(**changes: Any) -> CertificateValue:
    facts: dict[str, Any] = {
        "code": CODE,
        "delegate_name": NAME,
        "title": "Reading fluency in key stage 2",
        "provider_name": "Northgate Learning Trust",
        "first_date": date(2027, 2, 1),
        "last_date": date(2027, 3, 8),
        "minutes": 750,
        "standard": (StandardPart.EVIDENCE, StandardPart.SUSTAINED),
        "npq": "NPQ for Headship, led by Ambition Institute",
        "issued_at": datetime(2027, 3, 9, 10, tzinfo=UTC),
    }
    return CertificateValue(**{**facts, **changes})


def words(document: bytes) -> str:
    text = " ".join(page.extract_text() for page in PdfReader(BytesIO(document)).pages)
    return " ".join(text.replace("\u200b", "").split())


@pytest.mark.parametrize(
    "said",
    [
        NAME,
        "Reading fluency in key stage 2",
        "Northgate Learning Trust",
        "1 February to 8 March 2027",
        "12 hours 30 minutes",
        "NPQ for Headship, led by Ambition Institute",
        "is underpinned by robust evidence and expertise",
        "is sustained over time",
        "9 March 2027",
        CODE,
        ADDRESS,
    ],
)
def test_a_certificate_says_everything_also_in_welsh_letters(said: str) -> None:
    assert said in words(certificate_pdf(value(), address=ADDRESS))


def test_a_certificate_says_nothing_of_what_the_course_does_not_state() -> None:
    text = words(certificate_pdf(value(standard=(), npq=""), address=ADDRESS))
    assert "Standard" not in text.title()
    assert "Qualification" not in text


@pytest.mark.parametrize("longest", ["x" * 100, "Wwwwwwwww " * 10])
def test_the_longest_name_and_title_fit_on_one_page(longest: str) -> None:
    made = certificate_pdf(
        value(delegate_name=longest, title=longest, provider_name=longest, standard=tuple(StandardPart), npq=longest),
        address=ADDRESS,
    )
    assert len(PdfReader(BytesIO(made)).pages) == 1


RECORD = [RecordLine(1, NAME, None, "Reading fluency", "Northgate", date(2027, 2, 1), date(2027, 2, 1), 90, CODE)]


@pytest.mark.parametrize(
    ("document", "title"),
    [
        (certificate_pdf(value(), address=ADDRESS), "Certificate of attendance: Reading fluency in key stage 2"),
        (record_pdf(NAME, "Westbrook", RECORD, at=datetime(2027, 3, 9, tzinfo=UTC)), f"CPD record of {NAME}"),
        (record_pdf(NAME, "", [], at=datetime(2027, 3, 9, tzinfo=UTC)), f"CPD record of {NAME}"),
    ],
)
def test_a_document_is_tagged_titled_and_says_its_language(document: bytes, title: str) -> None:
    reader = PdfReader(BytesIO(document))
    root: Any = reader.root_object
    assert b"pdfuaid:part" in document
    assert str(root["/Lang"]) == "en-GB"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata is not None
    assert str(reader.metadata.title) == title


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (date(2027, 2, 1), date(2027, 2, 1), "1 February 2027"),
        (date(2027, 2, 1), date(2027, 2, 8), "1 to 8 February 2027"),
        (date(2027, 2, 1), date(2027, 3, 1), "1 February to 1 March 2027"),
        (date(2026, 12, 1), date(2027, 1, 1), "1 December 2026 to 1 January 2027"),
    ],
)
def test_days_are_said_once(first: date, last: date, said: str) -> None:
    assert when(value(first_date=first, last_date=last)) == said


@pytest.fixture
def world(stage: Stage) -> World:
    return stage.set(make_world)


@pytest.fixture
def code(world: World, clock: HandClock) -> str:
    """The code of Ann's certificate; the clock stands at the end of the course."""
    with transaction():
        run = make_booked_run(world, "Ann Ash", npq=Npq("npq-headship", "Ambition Institute", "Autumn 2027"))
        close(world, run, unmarked=P)
        clock.moment = run_of(run).ends_at
        return session().scalars(select(Certificate.code)).one()


def test_anyone_learns_by_the_code_what_the_certificate_says_and_no_more(
    client: PoliceClient, world: World, code: str
) -> None:
    answer = client.get("/certificates", query_string={"code": code.replace("-", " ").lower()})
    assert answer.location == f"/certificates/{code}"
    page = client.get(answer.location)
    for said in (
        "Ann Ash",
        "Reading fluency in key stage 2",
        "Northgate Learning Trust",
        "1 February 2027",
        "12 hours",
    ):
        assert said in page.text, said
    assert "NPQ for Headship, led by Ambition Institute, Autumn 2027" in page.text
    assert "is underpinned by robust evidence" in page.text
    for secret in ("Westbrook", "school.example", "BKG-", "RUN-", "£"):
        assert secret not in page.text, secret
    assert "noindex" in page.headers["X-Robots-Tag"]


@pytest.mark.parametrize("typed", ["BCDF-GHJK-MNPQ", "nonsense", "%3Cscript%3Ealert(1)%3C/script%3E", "x" * 500])
def test_an_unknown_code_has_a_clear_answer(client: PoliceClient, world: World, typed: str) -> None:
    page = client.get(f"/certificates/{typed}")
    assert page.status_code == 404
    if "%" not in typed or "/" not in typed:
        assert "No certificate has this code" in page.text
    assert "alert(1)</script>" not in page.text


def test_no_code_is_asked_for_again(client: PoliceClient, world: World) -> None:
    assert client.get("/certificates").status_code == 200
    page = client.get("/certificates?code=")
    assert page.status_code == 422
    assert "Enter the code of a certificate" in page.text


def test_codes_are_tried_thirty_times_a_minute_at_most(client: PoliceClient, world: World) -> None:
    limiter.enabled = True
    try:
        answers = [client.get("/certificates/BCDF-GHJK-MNPQ").status_code for _ in range(31)]
    finally:
        limiter.reset()
        limiter.enabled = False
    assert answers == [404] * 30 + [429]


def test_a_certificate_of_somebody_erased_is_no_longer_held(
    client: PoliceClient, world: World, code: str, clock: HandClock, signed_in: SignIn
) -> None:
    with transaction():
        who = session().scalars(select(Certificate.delegate_id)).one()
        actions.erase_staff(delegate_id=who, actor=world.buyer, at=clock.now())
    page = client.get(f"/certificates/{code}")
    assert page.status_code == 410
    assert "no longer held" in page.text
    assert "Ann Ash" not in page.text
    assert signed_in("cpd@westbrook.example").get(f"/certificates/{code}/certificate.pdf").status_code == 404


@pytest.mark.parametrize(
    ("email", "status"),
    [("cpd@westbrook.example", 200), ("cpd@northgate.example", 200), ("cpd@easton.example", 404)],
)
def test_the_document_is_for_the_persons_trust_and_the_provider(
    world: World, code: str, signed_in: SignIn, email: str, status: int
) -> None:
    answer = signed_in(email).get(f"/certificates/{code}/certificate.pdf")
    assert answer.status_code == status
    if status == 200:
        assert "Ann Ash" in words(answer.data)
        assert f"http://localhost/certificates/{code}" in words(answer.data)
        assert f"certificate-{code}.pdf" in answer.headers["Content-Disposition"]


def test_somebody_of_neither_books_nor_gives_and_a_visitor_is_asked_to_sign_in(
    client: PoliceClient, world: World, code: str, signed_in: SignIn
) -> None:
    assert client.get(f"/certificates/{code}/certificate.pdf").status_code == 302
    finance = signed_in("finance@northgate.example")
    assert finance.get(f"/certificates/{code}/certificate.pdf").status_code == 404


def test_a_delegate_downloads_their_certificate_and_record_by_the_link_to_their_place(
    client: PoliceClient, world: World, code: str
) -> None:
    with transaction():
        mine = delegate_places(session().scalars(select(Certificate.place_id)))[0]
        address = link_to(mine)
    assert "Ann Ash" in words(client.get(f"{address}/certificate.pdf").data)
    record = client.get(f"{address}/record.pdf")
    assert code in words(record.data)
    assert record.headers["Cache-Control"] == "no-store"
    assert client.get("/my-place/nonsense/certificate.pdf").status_code == 303


def test_a_place_without_a_certificate_has_none_to_download(client: PoliceClient, world: World) -> None:
    with transaction():
        run = make_booked_run(world, "Bob Birch")
        address = link_to(delegate_places([place(run, "Bob Birch")])[0])
    assert client.get(f"{address}/certificate.pdf").status_code == 404
