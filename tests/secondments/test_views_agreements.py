"""The pages of a secondment: terms, issuing, withdrawing, giving up, the list, documents, and who may see whom."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

from pypdf import PdfReader

from app.audit import queries as audit
from app.kernel.database import session, transaction
from app.secondments.actions.agreements import commit_trust
from app.secondments.forms.terms import terms_fields
from app.secondments.models import Ending, Extension
from app.secondments.queries.secondments import draft_of, open_version, secondment_by_reference
from app.secondments.values import Fte, HoursStep, Party, SecondmentState, Stage, WhyEnded
from tests.clock import START
from tests.police import PoliceClient
from tests.secondments.agreements_makers import (
    agree,
    approve_what_waits,
    complete,
    issue,
    make_drafted_secondment,
    make_interest_row,
    make_secondment,
    rule_on_vat,
)
from tests.secondments.makers import PERSON, World

SignIn = Callable[[str], PoliceClient]
HOME, HOST, HOME_FINANCE, HOST_FINANCE = (
    "hr@northgate.example",
    "hr@westbrook.example",
    "finance@northgate.example",
    "finance@westbrook.example",
)


def filled(reference: str, **changes: str) -> dict[str, Any]:
    """What a browser sends of the terms as they are drafted, with some of it changed."""
    with transaction():
        draft = draft_of(secondment_by_reference(reference).id)
    sent: dict[str, Any] = {}
    for name, value in terms_fields(draft).items():
        if isinstance(value, date):
            sent |= {f"{name}-day": value.day, f"{name}-month": value.month, f"{name}-year": value.year}
        elif isinstance(value, list):
            sent[name] = [each.value for each in value]
        elif name.endswith("fte"):
            sent[name] = str(Fte(value))
        elif value is not None and value is not False:
            sent[name] = str(getattr(value, "value", value))
    return {**sent, **changes}


def test_terms_are_completed_by_both_with_rows_that_come_and_go(made: World, signed_in: SignIn) -> None:
    with transaction():
        reference = make_secondment(made)
    home, host, page = signed_in(HOME), signed_in(HOST), f"/secondments/{reference}/terms"
    assert "Enter the duties" in home.get(f"{page}?check=1").text
    added = home.submit(page, add="1", **filled(reference, post="SENDCo at Cedar"))
    assert added.status_code == 200
    assert "SENDCo at Cedar" in added.text
    assert "change_1_date" in added.text
    row = {"change_1_date-day": "6", "change_1_date-month": "4", "change_1_date-year": "2027", "rows": "1"}
    refused = home.submit(page, save="1", **filled(reference, **row))
    assert refused.status_code == 422
    assert "Enter the FTE from that day" in refused.text
    saved = filled(reference, **row, change_1_fte="0.6", duties="Lead provision")
    assert home.submit(page, save="1", **saved).status_code == 303
    with transaction():
        draft = draft_of(secondment_by_reference(reference).id)
        assert [(str(each.fte), each.from_date.isoformat()) for each in draft.terms.changes] == [("0.6", "2027-04-06")]
    removed = host.submit(page, remove="1", **filled(reference, post="Kept as typed"))
    assert "change_1_date" not in removed.text
    assert "Kept as typed" in removed.text
    past = host.submit(page, save="1", **{**filled(reference), "start_date-year": "2026"})
    assert past.status_code == 422
    assert "The first day is in the past" in past.text


def test_of_two_who_change_terms_the_second_keeps_what_was_typed(made: World, signed_in: SignIn) -> None:
    with transaction():
        reference = make_secondment(made)
    home, host, page = signed_in(HOME), signed_in(HOST), f"/secondments/{reference}/terms"
    mine = filled(reference, post="Second")
    assert home.submit(page, save="1", **filled(reference, post="First")).status_code == 303
    second = host.submit(page, save="1", **mine)
    assert second.status_code == 422
    assert "Somebody else changed this draft" in second.text
    assert "Second" in second.text
    assert host.submit(page, save="1", **filled(reference, post="Second")).status_code == 303


def test_a_secondment_begins_by_a_button_and_the_second_press_shows_it(made: World, signed_in: SignIn) -> None:
    with transaction():
        interest, early = make_interest_row(made), make_interest_row(made, stage=Stage.OFFERED)
    home, host = signed_in(HOME), signed_in(HOST)
    first = home.submit(f"/interests/{interest}/begin", page="/secondments")
    again = host.submit(f"/interests/{interest}/begin", page="/secondments")
    assert first.headers["Location"] == again.headers["Location"]
    assert first.headers["Location"].startswith("/secondments/SEC-")
    refused = home.submit(f"/interests/{early}/begin", page="/secondments")
    assert refused.headers["Location"] == f"/interests/{early}"
    assert "Agree between the two trusts first" in home.get(f"/interests/{early}").text


def test_what_is_missing_is_listed_until_the_agreement_is_issued(made: World, signed_in: SignIn) -> None:
    with transaction():
        reference = make_secondment(made)
    home, page = signed_in(HOME), f"/secondments/{reference}"
    shown = home.get(page).text
    assert "Complete the terms" in shown
    assert "Complete the pay" in shown
    assert "Decide how VAT treats the recharge" in shown
    assert "Enter what the person is paid in a year" in home.get(f"{page}/issue").text
    with transaction():
        complete(made, reference)
        rule_on_vat(made, reference)
    assert "Issue the agreement to be signed" in home.get(page).text
    assert home.submit(f"{page}/issue", issue="1").status_code == 303
    assert "Sign version 1" in home.get(page).text
    assert home.get(f"{page}/terms").headers["Location"].endswith("/withdraw")
    assert "A version is being signed. Withdraw it first" in home.get(f"{page}/pay").text
    assert "of what the secondee’s time costs the home employer" in home.get(f"{page}/sign").text
    assert home.submit(f"{page}/withdraw", withdraw="1").status_code == 303
    with transaction():
        held = secondment_by_reference(reference)
        assert (held.state, open_version(held.id)) == (SecondmentState.DRAFTING, None)


def test_the_name_is_for_hr_leads_and_each_look_of_the_host_is_on_record(made: World, signed_in: SignIn) -> None:
    with transaction():
        reference = make_drafted_secondment(made)
        issue(made, reference)
    page, paper = f"/secondments/{reference}", f"/secondments/{reference}/versions/1.pdf"
    for email, sees in ((HOME, True), (HOST, True), (HOME_FINANCE, False), (HOST_FINANCE, False)):
        reader = signed_in(email)
        answer = reader.get(page)
        assert (PERSON in answer.text) is sees
        assert answer.headers["Cache-Control"] == "no-store"
        document = reader.get(paper)
        assert document.status_code == (200 if sees else 404)
        assert reader.get(f"{page}/versions/1/schedule.pdf").status_code == 200
    assert signed_in("hr@easton.example").get(page).status_code == 404
    assert signed_in("cfo@westbrook.example").get(page).status_code == 404
    words = " ".join(each.extract_text() for each in PdfReader(BytesIO(signed_in(HOME).get(paper).data)).pages)
    assert PERSON in words
    with transaction():
        looks = [row for row in audit.list_for_trust(made.home.trust) if row.verb == "secondments.profile_seen"]
        assert {row.trust_id for row in looks} == {made.host.trust}
        assert len(looks) == 2


def test_the_list_shows_who_is_out_and_in_and_narrows(made: World, signed_in: SignIn) -> None:
    with transaction():
        reference = make_drafted_secondment(made)
        issue(made, reference)
    home, host = signed_in(HOME), signed_in(HOST)
    shown = home.get("/secondments").text
    assert PERSON in shown
    assert "1 agreement needs your trust’s signature" in shown
    assert PERSON not in host.get("/secondments").text
    assert PERSON not in signed_in(HOME_FINANCE).get("/secondments").text
    assert reference in host.get("/secondments?side=in&state=signing&text=north").text
    assert reference not in host.get("/secondments?side=out").text
    away = {"on-day": "5", "on-month": "1", "on-year": "2027"}
    assert reference in host.get("/secondments", query_string=away).text
    assert "No secondments match" in host.get("/secondments", query_string={**away, "on-year": "2030"}).text
    exported = home.get("/secondments?format=csv&sort=post").text
    assert f'{reference},"SENDCo, two days a week",{PERSON},Lent out,Westbrook Schools Trust' in exported
    assert PERSON not in host.get("/secondments?format=csv").text
    assert "No secondments yet" in signed_in("hr@easton.example").get("/secondments").text


def test_giving_up_asks_for_a_message_and_ends_the_interest(made: World, signed_in: SignIn) -> None:
    with transaction():
        reference = make_drafted_secondment(made)
        issue(made, reference)
    host, page = signed_in(HOST), f"/secondments/{reference}/abandon"
    assert host.submit(page, give_up="1").status_code == 422
    assert host.submit(page, give_up="1", message="Our own colleague is back sooner.").status_code == 303
    assert "Came to nothing" in host.get(f"/secondments/{reference}").text
    assert PERSON not in host.get(f"/secondments/{reference}").text
    assert reference in signed_in(HOME).get("/secondments?state=abandoned").text


def test_a_change_to_what_is_in_force_is_drawn_up_beside_it(made: World, signed_in: SignIn) -> None:
    with transaction():
        reference = make_drafted_secondment(made)
        agree(made, reference)
    home, page = signed_in(HOME), f"/secondments/{reference}"
    assert "Nothing has changed since the version in force" in home.submit(f"{page}/issue", issue="1").text
    row = {"change_1_date-day": "6", "change_1_date-month": "4", "change_1_date-year": "2027", "rows": "1"}
    changed = filled(reference, **row, change_1_fte="0.6")
    assert home.submit(f"{page}/terms", save="1", **changed).status_code == 303
    assert "Changes are being drawn up" in home.get(page).text
    with transaction():
        draft = draft_of(secondment_by_reference(reference).id)
        assert draft.terms.changes == (HoursStep(draft.terms.changes[0].from_date, Fte(6_000)),)


def test_the_page_says_what_one_trust_asked_and_that_notice_was_given(made: World, signed_in: SignIn) -> None:
    with transaction():
        reference = make_drafted_secondment(made)
        agree(made, reference)
        secondment_id = secondment_by_reference(reference).id
        asked = {"by_party": Party.HOST, "asked_by": made.host.person_id, "asked_at": START, "reason": "Still needed"}
        session().add(Extension(secondment_id=secondment_id, to_date=date(2027, 8, 31), **asked))
        given = {"by_party": Party.HOST, "given_by": made.host.person_id, "given_at": START}
        session().add(
            Ending(
                secondment_id=secondment_id,
                why=WhyEnded.EARLY_HOST,
                notice_date=date(2027, 1, 1),
                last_date=date(2027, 2, 1),
                **given,
            )
        )
    page = f"/secondments/{reference}"
    home, host = signed_in(HOME).get(page).text, signed_in(HOST).get(page).text
    assert f'href="{page}/extension"' in home.split("Pages of this secondment")[0]
    assert f'href="{page}/extension"' not in host.split("Pages of this secondment")[0]
    for text in (home, host):
        assert "Answer the later last day that was asked for: 31 August 2027" in text
        assert "The last day is 1 February 2027: ended early by the host." in text


def test_who_decides_what_it_commits_their_trust_to_reads_the_page_without_name_and_pay(
    made: World, signed_in: SignIn
) -> None:
    with transaction():
        reference = make_drafted_secondment(made)
        version = issue(made, reference)
    cfo, page = signed_in("cfo@westbrook.example"), f"/secondments/{reference}"
    assert cfo.get(page).status_code == 404
    with transaction():
        commit_trust(version_id=version.id, actor=made.host, at=START)
    shown = cfo.get(f"/r/{reference}", follow_redirects=True)
    assert shown.status_code == 200
    assert "Approve what it commits to" in shown.text
    for gone in (PERSON, "48,000", ".pdf", f"{page}/pay", f"{page}/schedule", f"{page}/sign"):
        assert gone not in shown.text
    with transaction():
        approve_what_waits(made.host_cfo, reference)
    assert cfo.get(page).status_code == 200
    assert signed_in("cfo@northgate.example").get(page).status_code == 404
    for private in ("schedule", "pay", "versions/1.pdf", "versions/1/schedule.pdf"):
        assert cfo.get(f"{page}/{private}").status_code == 404
