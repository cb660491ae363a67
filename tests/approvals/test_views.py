"""The pages of approvals and of the scheme of delegation."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from app.approvals import actions, queries
from app.approvals.values import ApprovalState, Post
from app.kernel.database import transaction
from app.people.queries import get_person
from app.trusts import actions as trusts
from app.trusts.values import Role
from tests.approvals.makers import Desk, make_approval, make_desk, make_post
from tests.listings.makers import make_member, make_trust
from tests.police import PoliceClient

SignIn = Callable[[str], PoliceClient]


@pytest.fixture
def desk(app: Flask) -> Desk:
    with transaction():
        return make_desk()


@pytest.fixture
def browse(signed_in: SignIn) -> Callable[[Any], PoliceClient]:
    """A browser in which someone at the desk has signed in."""

    def sign_in(actor: Any) -> PoliceClient:
        with transaction():
            email = get_person(actor.person_id).email
        assert email
        return signed_in(email)

    return sign_in


Browse = Callable[[Any], PoliceClient]


def approval(desk: Desk, pounds: int = 5_000, **changes: Any) -> str:
    with transaction():
        return make_approval(desk, pounds, **changes)


def state_of(desk: Desk, reference: str) -> ApprovalState:
    with transaction():
        return queries.get_own(desk.trust, reference).state


def test_what_awaits_me_is_listed_and_counted_and_decided_on_one_page(desk: Desk, browse: Browse) -> None:
    reference, cfo = approval(desk), browse(desk.cfo)
    page = cfo.get("/approvals").text
    assert reference in page
    assert "Awaiting my decision" in page
    shown = cfo.get(f"/approvals/{reference}").text
    for text in (
        "Oak Primary",
        "£5,000.00 without VAT",
        "The chief financial officer decides: Cai Finance",
        "Bea Buyer",
    ):
        assert text in shown, text
    assert "The scheme asks for" not in shown
    decided = cfo.submit(f"/approvals/{reference}/decide", decision="approve")
    assert decided.status_code == 303
    assert state_of(desk, reference) is ApprovalState.APPROVED
    assert "Nothing awaits your decision" in cfo.get("/approvals").text
    assert reference in cfo.get("/approvals?tab=decided").text
    assert "Approved by Cai Finance" in cfo.get(f"/approvals/{reference}").text


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({}, "Choose whether to approve or decline"),
        ({"decision": "perhaps"}, "Choose whether to approve or decline"),
        ({"decision": "decline"}, "Enter why you are declining"),
        ({"decision": "decline", "reason": "  "}, "Enter why you are declining"),
        ({"decision": "decline", "reason": "r" * 1001}, "1,000 characters"),
        ({"decision": "approve", "reason": "r" * 1001}, "1,000 characters"),
    ],
)
def test_a_decision_that_is_not_clear_decides_nothing(
    desk: Desk, browse: Browse, fields: dict[str, str], says: str
) -> None:
    reference = approval(desk)
    page = browse(desk.cfo).submit(f"/approvals/{reference}/decide", **fields)
    assert page.status_code == 422
    assert says in page.text
    assert state_of(desk, reference) is ApprovalState.AWAITING


def test_a_reason_is_shown_and_never_run(desk: Desk, browse: Browse) -> None:
    reference, cfo = approval(desk, title="<script>x</script>"), browse(desk.cfo)
    cfo.submit(
        f"/approvals/{reference}/decide", decision="decline", reason="<img src=x onerror=alert(1)> Dim cyllideb â ŵ"
    )
    page = browse(desk.buyer).get(f"/approvals/{reference}").text
    assert "<img src=x" not in page
    assert "<script>x" not in page
    assert "Dim cyllideb â ŵ" in page


def test_missing_quotes_are_recorded_or_waived_with_a_reason(desk: Desk, browse: Browse) -> None:
    reference, buyer, cfo = approval(desk, 15_000), browse(desk.buyer), browse(desk.cfo)
    late = cfo.submit(f"/approvals/{reference}/decide", decision="approve")
    assert late.status_code == 422
    assert 'id="waiver_reason-error"' in late.text
    for supplier in ("Northgate", "Southfield", "Westbrook"):
        sent = buyer.submit(f"/approvals/{reference}/quotes/new", supplier=supplier, amount="14,000")
        assert sent.status_code == 303
    page = buyer.get(f"/approvals/{reference}").text
    for text in ("Southfield", "£14,000.00", "3 recorded"):
        assert text in page, text
    with transaction():
        (first, *_) = queries.get_own(desk.trust, reference).quotes
    remove = f"/approvals/{reference}/quotes/{first.id}/remove"
    assert "Remove this quote?" in buyer.get(remove).text
    assert buyer.submit(remove).status_code == 303
    assert buyer.get(remove).status_code == 404
    waived = cfo.submit(f"/approvals/{reference}/decide", decision="approve", waiver_reason="Two is all there are")
    assert waived.status_code == 303
    assert "Two is all there are" in buyer.get(f"/approvals/{reference}").text


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"supplier": "", "amount": "1"}, "supplier"),
        ({"supplier": "s" * 121, "amount": "1"}, "supplier"),
        ({"supplier": "S", "amount": ""}, "amount"),
        ({"supplier": "S", "amount": "0"}, "amount"),
        ({"supplier": "S", "amount": "-5"}, "amount"),
        ({"supplier": "S", "amount": "10,000,000.01"}, "amount"),
    ],
)
def test_a_bad_quote_is_told_beside_its_field(desk: Desk, browse: Browse, fields: dict[str, str], field: str) -> None:
    reference = approval(desk, 15_000)
    page = browse(desk.buyer).submit(f"/approvals/{reference}/quotes/new", **fields)
    assert page.status_code == 422
    assert f'id="{field}-error"' in page.text
    with transaction():
        assert queries.get_own(desk.trust, reference).quotes == ()


def test_who_may_not_decide_is_told_and_others_do_not_find_it(desk: Desk, browse: Browse, signed_in: SignIn) -> None:
    reference = approval(desk)
    with transaction():
        make_member(make_trust(), Role.APPROVER, Role.BUYER, email="stranger@other.example")
    assert browse(desk.buyer).get(f"/approvals/{reference}/decide").status_code == 403
    answer = browse(desk.approver).get(f"/approvals/{reference}/decide")
    assert answer.status_code == 422
    assert "someone else" in answer.text
    stranger = signed_in("stranger@other.example")
    for page in ("", "/decide", "/quotes/new"):
        assert stranger.get(f"/approvals/{reference}{page}").status_code == 404
    assert browse(desk.administrator).get(f"/approvals/{reference}/quotes/new").status_code == 403


def test_someone_too_late_is_told(desk: Desk, browse: Browse, at: Any) -> None:
    reference, cfo = approval(desk), browse(desk.cfo)
    with transaction():
        actions.cancel(reference=reference, actor=desk.buyer, at=at)
    answer = cfo.get(f"/approvals/{reference}/decide")
    assert answer.status_code == 422
    assert "already been cancelled" in answer.text
    assert "was withdrawn by Bea Buyer" in cfo.get(f"/approvals/{reference}").text


def test_the_list_of_decided_narrows_and_exports(desk: Desk, browse: Browse) -> None:
    cfo = browse(desk.cfo)
    assert "Nothing decided yet" in cfo.get("/approvals?tab=decided").text
    reference = approval(desk, title="=payroll()")
    assert "Nothing awaits anyone else" in cfo.get("/approvals?tab=waiting").text
    cfo.submit(f"/approvals/{reference}/decide", decision="approve")
    for page in ("", "&text=payroll", "&state=approved", "&state=nonsense&page=x"):
        assert reference in cfo.get(f"/approvals?tab=decided{page}").text, page
    for page in ("&text=nothing", "&state=declined"):
        assert "No requests match" in cfo.get(f"/approvals?tab=decided{page}").text, page
    export = cfo.get("/approvals?tab=decided&format=csv")
    assert export.mimetype == "text/csv"
    assert "'=payroll()" in export.text
    assert "Cai Finance" in export.text


def test_a_long_list_costs_no_more_statements_than_a_short_one(
    desk: Desk, browse: Browse, statements: Callable[[], Any]
) -> None:
    cfo = browse(desk.cfo)

    def cost() -> int:
        with statements() as sent:
            assert cfo.get("/approvals").status_code == 200
        return len(sent)

    approval(desk)
    before = cost()
    for _ in range(5):
        approval(desk)
    assert cost() == before <= 25


# The scheme

BANDS = {
    "from_date-day": "20",
    "from_date-month": "11",
    "from_date-year": "2026",
    "includes_vat": "yes",
    "up_to_0": "1,000",
    "decided_by_0": "alone",
    "quotes_0": "0",
    "up_to_1": "",
    "decided_by_1": "board",
    "quotes_1": "2",
}
EMPTY = {f"{name}_{row}": "" for name in ("up_to", "decided_by", "quotes") for row in range(2, 6)}


def test_the_default_is_shown_as_the_default_and_replaced_by_ones_own(desk: Desk, browse: Browse) -> None:
    page = browse(desk.buyer).get("/trust/scheme").text
    assert "default scheme" in page
    assert "Up to £3,000.00" in page
    assert "Cai Finance" in page
    assert "Change the scheme" not in page
    administrator = browse(desk.administrator)
    assert 'value="3,000.00"' in administrator.get("/trust/scheme/change").text
    assert administrator.submit("/trust/scheme/change", **BANDS, **EMPTY).status_code == 303
    changed = administrator.get("/trust/scheme").text
    for text in ("version 1, from 20 November 2026", "Up to £1,000.00", "Above £1,000.00", "including VAT"):
        assert text in changed, text


@pytest.mark.parametrize(
    ("change", "field", "says"),
    [
        ({"from_date-day": "19"}, "from_date", "later"),
        ({"from_date-month": "13"}, "from_date", "real date"),
        ({"includes_vat": ""}, "includes_vat", "Choose whether"),
        ({"up_to_0": "lots"}, "up_to_0", "amount of money"),
        ({"up_to_0": ""}, "up_to_0", "only the last band"),
        ({"up_to_1": "2,000"}, "up_to_1", "last band"),
        ({"up_to_1": "500", "up_to_2": "", "decided_by_2": "board"}, "up_to_1", "above £1,000.00"),
        ({"quotes_0": "1"}, "up_to_0", "buyer decides alone"),
        ({"quotes_1": "11"}, "quotes_1", "10"),
        ({"decided_by_1": "pope"}, "decided_by_1", "Choose one"),
        ({"decided_by_1": "alone", "quotes_1": "0"}, "up_to_0", "at least one band"),
        ({key: "" for key in BANDS if key[-2:] in ("_0", "_1")}, "up_to_0", "at least one band"),
    ],
)
def test_a_scheme_with_a_gap_is_told_beside_its_band(
    desk: Desk, browse: Browse, change: dict[str, str], field: str, says: str
) -> None:
    page = browse(desk.administrator).submit("/trust/scheme/change", **{**BANDS, **EMPTY, **change})
    assert page.status_code == 422
    assert says in page.text
    assert f'id="{field}-error"' in page.text
    with transaction():
        assert queries.list_versions(desk.trust) == []


def test_posts_are_given_and_ended_and_ending_asks_first(desk: Desk, browse: Browse) -> None:
    administrator = browse(desk.administrator)
    person = str(desk.approver.person_id)
    sent = administrator.submit("/trust/scheme/appoint", post="board", person=person, is_deputy="y")
    assert sent.status_code == 303, sent.text
    assert "Ann Approver (deputy)" in administrator.get("/trust/scheme").text
    again = administrator.submit("/trust/scheme/appoint", post="board", person=person)
    assert again.status_code == 422
    assert "already in that post" in again.text
    with transaction():
        held = next(each for each in queries.list_post_holders(desk.trust) if each.post is Post.BOARD)
    end = f"/trust/scheme/posts/{held.id}/end"
    assert "End Ann Approver as deputy of the board?" in administrator.get(end).text
    assert administrator.submit(end).status_code == 303
    assert administrator.get(end).status_code == 404


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({}, "post"),
        ({"post": "pope"}, "post"),
        ({"post": "board"}, "person"),
        ({"post": "board", "person": "x"}, "person"),
    ],
)
def test_a_bad_appointment_is_told_beside_its_field(
    desk: Desk, browse: Browse, fields: dict[str, str], field: str
) -> None:
    page = browse(desk.administrator).submit("/trust/scheme/appoint", **fields)
    assert page.status_code == 422
    assert f'id="{field}-error"' in page.text


def test_only_who_keeps_the_scheme_changes_it(desk: Desk, browse: Browse) -> None:
    cfo = browse(desk.cfo)
    for page in ("change", "appoint", "posts/1/end"):
        assert cfo.get(f"/trust/scheme/{page}").status_code == 403


def test_a_request_that_nobody_can_decide_any_more_says_what_to_do(desk: Desk, browse: Browse, at: Any) -> None:
    with transaction():
        make_post(desk, Post.FINANCE_COMMITTEE, desk.approver)
        reference = make_approval(desk)
        for actor in (desk.cfo, desk.approver):
            trusts.set_roles(person_id=actor.person_id, roles=[Role.BUYER], actor=desk.administrator, at=at)
    page = browse(desk.buyer).get(f"/approvals/{reference}").text
    assert "Nobody can decide this at the moment" in page
    assert "£5,000.00" in page
