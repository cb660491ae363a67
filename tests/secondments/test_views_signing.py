"""The pages to sign on: three people, two of them without an account, and links that are no good any more."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import update

from app.approvals import actions as approvals
from app.audit import queries as audit
from app.kernel.database import session, transaction
from app.secondments.models import Secondee
from app.secondments.values import Party
from tests.clock import HandClock
from tests.police import PoliceClient
from tests.secondments.makers import PERSON, PERSON_EMAIL, World
from tests.secondments.signing_makers import (
    SIGNER_EMAIL,
    Issued,
    another,
    code_to,
    issue_again,
    last_version,
    mails_to,
    make_issued,
    sign_as_person,
    token_to,
    unsigned,
)

SEEN = re.compile(r'name="seen"[^>]*value="(\w+)"')
SALARY = ("48,000", "4,000.00", "28.68")


@pytest.fixture
def issued(world: World) -> Issued:
    with transaction():
        return make_issued(world)


@pytest.fixture
def own(issued: Issued) -> str:
    """The path of the page of the person who is lent."""
    with transaction():
        return f"/my-secondment/{token_to(PERSON_EMAIL)}"


def seen_on(client: PoliceClient, page: str) -> str:
    found = SEEN.search(client.get(page).text)
    assert found, page
    return found[1]


def test_an_hr_lead_signs_what_they_read_or_sends_it_to_somebody_who_needs_no_account(
    signed_in: Callable[[str], PoliceClient], client: PoliceClient, issued: Issued
) -> None:
    home, host, page = signed_in("hr@northgate.example"), signed_in("hr@westbrook.example"), issued.reference
    path = f"/secondments/{page}/sign"
    shown = home.get(path)
    with transaction():
        sha256 = last_version(issued).sha256
    assert sha256 in shown.text
    assert "I have read version 1 and may sign it for Northgate Learning Trust" in shown.text
    assert f"/secondments/{page}/versions/1.pdf" in shown.text
    assert "It costs your trust nothing, so nobody has to approve it." in shown.text
    assert "They are asked as you sign." in host.get(path).text
    refused = home.submit(path, seen=sha256, name="")
    assert refused.status_code == 422
    assert "Tick to say that you have read it" in refused.text
    unread = home.submit(path, seen="0" * 64, name="Hana Home", agrees="y")
    assert "A newer version was issued on 20 November 2026. Read it, then sign it." in unread.text
    assert home.submit(path, seen=sha256, name="Hana Home", agrees="y").headers["Location"] == f"/secondments/{page}"
    assert "You signed version 1 on 20 November 2026 at 10:00am." in home.get(path).text
    sent = host.submit(f"{path}/send", name="Chi Chief", email=SIGNER_EMAIL)
    assert sent.status_code == 303
    assert "sent to Chi Chief at chief@westbrook.example" in host.get(path).text
    with transaction():
        link = f"/sign/{token_to(SIGNER_EMAIL)}"
    landed = client.get(link)
    assert 'name="code"' not in landed.text
    assert (landed.headers["Cache-Control"], landed.headers["Referrer-Policy"]) == ("no-store", "same-origin")
    assert client.get(f"{link}/agreement.pdf").data.startswith(b"%PDF")
    with transaction():
        told = audit.list_about(issued.world.home.trust, [page])
        assert [each.facts["party"] for each in told if each.verb == "secondments.agreement_seen"] == ["host"]
    assert client.submit(f"{link}/code", page=link).status_code == 303
    with transaction():
        code = code_to(SIGNER_EMAIL)
    given = {"seen": seen_on(client, link), "name": "Chi Chief", "agrees": "y"}
    wrong = client.submit(link, **given, code=another(code))
    assert (wrong.status_code, "You can try 4 times more" in wrong.text) == (422, True)
    assert 'value="Chi Chief"' in wrong.text
    assert client.submit(link, **given, code=code).status_code == 303
    assert "You signed version 1 on 20 November 2026 at 10:00am." in client.get(link).text
    with transaction():
        assert unsigned(issued) == (Party.SECONDEE,)


def test_looking_never_signs_and_only_the_two_trusts_look(
    signed_in: Callable[[str], PoliceClient], issued: Issued, own: str, client: PoliceClient
) -> None:
    path = f"/secondments/{issued.reference}/sign"
    assert signed_in("hr@easton.example").get(path).status_code == 404
    assert signed_in("finance@northgate.example").get(path).status_code == 403
    for page in (own, f"{own}/sign/{issued.reference}"):
        assert client.get(page).status_code == 200
    signed_in("hr@northgate.example").get(path)
    with transaction():
        assert unsigned(issued) == tuple(Party)


def test_the_secondee_reads_asks_for_a_code_and_signs_in_their_own_name(
    client: PoliceClient, issued: Issued, own: str
) -> None:
    page, sign = client.get(own), f"{own}/sign/{issued.reference}"
    assert "Version 1 of your agreement needs your signature." in page.text
    assert PERSON in page.text
    assert "You consented: the HR leads of Westbrook Schools Trust can read your name and profile." in page.text
    assert page.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert (page.headers["Cache-Control"], page.headers["Referrer-Policy"]) == ("no-store", "same-origin")
    assert not [each for each in SALARY if each in page.text]
    document = re.search(r'href="(/my-secondment/[^"]+/agreements/\d+)"', page.text)
    assert document
    assert client.get(document[1]).data.startswith(b"%PDF")
    assert client.get(f"{own}/agreements/999999").status_code == 404
    assert client.get(f"{own}/sign/SEC-22222").status_code == 404
    assert 'name="code"' not in client.get(sign).text
    assert client.submit(f"{sign}/code", page=sign).status_code == 303
    with transaction():
        code = code_to(PERSON_EMAIL)
    given = {"seen": seen_on(client, sign), "agrees": "y", "code": code}
    other = client.submit(sign, **given, name="Somebody Else")
    assert (other.status_code, f"as it stands in the agreement: {PERSON}" in other.text) == (422, True)
    assert client.submit(sign, **given, name=PERSON).headers["Location"] == own
    assert "waits for you to sign it" not in client.get(own).text
    again = client.submit(sign, page="/my-secondment/new-link", **given, name=PERSON)
    assert "You signed version 1 on 20 November 2026 at 10:00am." in again.text
    with transaction():
        assert unsigned(issued) == (Party.HOME, Party.HOST)


def test_a_link_to_a_version_that_was_replaced_says_so_plainly(
    client: PoliceClient,
    signed_in: Callable[[str], PoliceClient],
    issued: Issued,
    clock: HandClock,
) -> None:
    host = signed_in("hr@westbrook.example")
    host.submit(f"/secondments/{issued.reference}/sign/send", name="Chi Chief", email=SIGNER_EMAIL)
    with transaction():
        link = f"/sign/{token_to(SIGNER_EMAIL)}"
        issue_again(issued, at=clock.wind_on(days=2))
    gone = client.get(link)
    assert gone.status_code == 410
    assert "A newer version was issued on 22 November 2026. Read it, then sign it." in gone.text
    assert client.get(f"{link}/agreement.pdf").status_code == 404
    cut = client.get(link[:-4])
    assert (cut.status_code, "This link does not work" in cut.text) == (404, True)
    clock.wind_on(days=30)
    old = client.get(link)
    assert (old.status_code, "This link has run out" in old.text) == (410, True)


def test_somebody_signed_in_to_the_account_that_is_theirs_signs_without_a_code(
    signed_in: Callable[[str], PoliceClient], issued: Issued, own: str
) -> None:
    other = signed_in("hr@westbrook.example")
    assert "My secondments" not in other.get("/notices").text
    assert "No secondments" in other.get("/my-secondments").text
    assert other.get(f"/my-secondments/{issued.world.secondee}").status_code == 404
    with transaction():
        mine = update(Secondee).where(Secondee.id == issued.world.secondee)
        session().execute(mine.values(person_id=issued.world.home_administrator.person_id))
    theirs = signed_in("admin@northgate.example")
    assert "My secondments" in theirs.get("/notices").text
    page = theirs.get("/my-secondments").headers["Location"]
    assert page.startswith("/my-secondment/")
    sign = f"{page}/sign/{issued.reference}"
    assert 'name="code"' in other.get(sign).text or "Send me a code" in other.get(sign).text
    given = {"seen": seen_on(theirs, sign), "agrees": "y", "name": PERSON}
    assert 'name="code"' not in theirs.get(sign).text
    assert theirs.submit(sign, **given).status_code == 303
    with transaction():
        signature = last_version(issued).signed_by(Party.SECONDEE)
        assert signature is not None
        assert signature.person_id == issued.world.home_administrator.person_id


def test_a_new_link_goes_to_the_address_held_and_the_answer_is_the_same_for_any(
    client: PoliceClient, clock: HandClock, issued: Issued, own: str
) -> None:
    with transaction():
        before = len(mails_to(PERSON_EMAIL))
    answers = [
        client.submit("/my-secondment/new-link", email=each) for each in (PERSON_EMAIL.upper(), "no@one.example")
    ]
    assert {(each.status_code, each.headers["Location"]) for each in answers} == {(303, "/my-secondment/new-link/sent")}
    client.submit("/my-secondment/new-link", email=PERSON_EMAIL)
    with transaction():
        assert len(mails_to(PERSON_EMAIL)) == before + 1
        assert mails_to("no@one.example") == []
        new = f"/my-secondment/{token_to(PERSON_EMAIL)}"
        session().execute(
            update(Secondee).where(Secondee.id == issued.world.secondee).values(email="w@northgate.example")
        )
    for link in (own, new):
        assert client.get(link).status_code == 410
        assert "that your employer has changed since" in client.get(link).text
    clock.wind_on(days=400)
    assert "This link has run out" in client.get(own).text


def test_once_agreed_the_page_says_whom_to_ask_at_both_trusts(
    client: PoliceClient, signed_in: Callable[[str], PoliceClient], issued: Issued, own: str, at: datetime
) -> None:
    assert "hr@westbrook.example" not in client.get(own).text
    for email in ("hr@northgate.example", "hr@westbrook.example"):
        browser, path = signed_in(email), f"/secondments/{issued.reference}/sign"
        browser.submit(path, seen=seen_on(browser, path), name="An HR lead", agrees="y")
    client.submit(f"{own}/sign/{issued.reference}/code", page=f"{own}/sign/{issued.reference}")
    with transaction():
        sign_as_person(issued, code_to(PERSON_EMAIL), at=at + timedelta(minutes=1))
    with transaction():
        approve_all(issued, at=at)
    evidence = signed_in("hr@westbrook.example").get(f"/secondments/{issued.reference}/signatures").text
    assert f"Signed by {PERSON} on 20 November 2026 at 10:01am" in evidence
    assert evidence.count("from 127.0.0.1") == 2
    assert "by a link with a one-time code" in evidence
    with transaction():
        assert last_version(issued).sha256 in evidence
    page = client.get(own).text
    assert "hr@westbrook.example" in page
    assert "hr@northgate.example" in page
    assert "Head of Cedar Primary School" in page
    assert not [each for each in SALARY if each in page]


def approve_all(issued: Issued, *, at: datetime) -> None:
    """Whatever the host's scheme has somebody approve is approved."""
    for each in last_version(issued).commitments:
        if each.approval_reference:
            approvals.approve(
                reference=each.approval_reference,
                reason="",
                waiver_reason="At cost",
                actor=issued.world.host_cfo,
                at=at,
            )
