"""The pages of approvals and of the scheme of delegation."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from app.approvals import actions, queries
from app.approvals.values import ApprovalState
from app.kernel.database import transaction
from app.trusts.values import Role
from tests.approvals.makers import Browse, Desk, make_approval
from tests.listings.makers import make_member, make_trust
from tests.police import PoliceClient

SignIn = Callable[[str], PoliceClient]


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
    assert "is no longer needed" in answer.text
    assert "was withdrawn by Bea Buyer" in cfo.get(f"/approvals/{reference}").text


def test_what_is_held_for_a_time_says_until_when_wherever_it_is_decided(desk: Desk, browse: Browse) -> None:
    reference = approval(desk, decide_by=datetime(2026, 12, 3, 16, 0, tzinfo=UTC))
    held = "Decide by 4pm on 3 December 2026: what is asked for is held until then."
    cfo = browse(desk.cfo)
    for page in (f"/approvals/{reference}", f"/approvals/{reference}/decide"):
        assert held in cfo.get(page).text, page
    assert "Decide by 3 December 2026 at 4:00pm" in cfo.get("/approvals").text
    assert "2026-12-03" in cfo.get("/approvals?format=csv").text
    other = approval(desk)
    assert "Decide by" not in cfo.get(f"/approvals/{other}").text


def test_what_is_no_longer_on_offer_reads_so_and_is_among_what_has_ended(desk: Desk, browse: Browse, at: Any) -> None:
    reference, cfo = approval(desk, decide_by=at), browse(desk.cfo)
    with transaction():
        actions.lapse(reference=reference, at=at, reason="The places were <held> until today.")
    page = cfo.get(f"/approvals/{reference}").text
    assert "This request is no longer needed since 20 November 2026 at 10:00am." in page
    assert "The places were &lt;held&gt; until today." in page
    assert "Decide by 10am" not in page
    for address in ("/approvals?tab=decided", "/approvals?tab=decided&state=cancelled"):
        listed = cfo.get(address).text
        assert reference in listed
        assert "No longer needed" in listed
    export = cfo.get("/approvals?tab=decided&format=csv").text
    assert "No longer needed" in export
    answer = cfo.submit(f"/approvals/{reference}/decide", decision="approve")
    assert answer.status_code == 422
    assert "no longer needed" in answer.text


def test_the_list_of_decided_narrows_and_exports(desk: Desk, browse: Browse) -> None:
    cfo = browse(desk.cfo)
    assert "Nothing decided yet" in cfo.get("/approvals?tab=decided").text
    reference = approval(desk, title="=payroll()")
    assert "Nothing awaits anyone else" in cfo.get("/approvals?tab=waiting").text
    cfo.submit(f"/approvals/{reference}/decide", decision="approve")
    for page in ("", "&text=payroll", "&state=approved", "&state=nonsense&page=x", "&text=" + "x" * 5_000):
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
