"""Asking, deciding and the scheme, on both databases."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.approvals import actions, queries, rules
from app.approvals.values import (
    ApprovalDeclined,
    ApprovalGranted,
    ApprovalState,
    Band,
    Post,
    Route,
)
from app.audit import queries as audit
from app.kernel.boards import news
from app.kernel.clock import london_date
from app.kernel.database import session, transaction
from app.kernel.errors import NotFound
from app.kernel.money import Money
from app.notifications.models import Notice
from app.trusts import actions as trusts
from app.trusts.values import Role
from tests.approvals.makers import Desk, ask, make_approval, make_desk, make_post
from tests.charges.test_numbers import at_once
from tests.listings.makers import make_member, make_trust


@pytest.fixture
def desk(app: Flask) -> Iterator[Desk]:
    with transaction():
        made = make_desk()
    with transaction():
        yield made


@pytest.fixture
def told() -> Iterator[list[object]]:
    """The news that approvals tell while a test runs."""
    heard: list[object] = []

    def listen(event: object, _: datetime) -> None:
        heard.append(event)

    for event in (ApprovalGranted, ApprovalDeclined):
        news.answer(event, listen)
    yield heard
    for event in (ApprovalGranted, ApprovalDeclined):
        news._reactions[event].pop(f"{listen.__module__}.{listen.__qualname__}")


def notices(person_id: int) -> list[str]:
    return list(session().scalars(select(Notice.subject).where(Notice.person_id == person_id).order_by(Notice.id)))


def test_a_small_order_is_committed_at_once_and_recorded(desk: Desk, at: datetime) -> None:
    assert ask(desk.buyer, 3_000).committed
    (row,) = audit.list_about(desk.trust, ["TST-23456"])
    assert (row.verb, row.facts["value_pence"], row.facts["scheme"]) == ("approvals.committed_alone", 3_000_00, 0)


def test_a_larger_one_is_asked_of_the_post_and_they_are_told(desk: Desk, at: datetime) -> None:
    outcome = ask(desk.buyer, 3_001)
    assert not outcome.committed
    reference = outcome.approval_reference
    assert reference is not None
    assert [each.reference for each in queries.list_awaiting(desk.cfo.person_id, desk.trust)] == [reference]
    assert queries.count_awaiting(desk.approver.person_id, desk.trust) == 0
    assert queries.count_awaiting(desk.buyer.person_id, desk.trust) == 0
    assert notices(desk.cfo.person_id) == ["Approval needed: Payroll bureau from Northgate"]
    assert notices(desk.approver.person_id) == []


def test_what_was_asked_stays_as_it_was_asked(desk: Desk, at: datetime) -> None:
    reference = make_approval(desk, 5_000)
    actions.make_scheme(
        bands=[Band(None, Post.BOARD, 2)],
        includes_vat=True,
        from_date=london_date(at),
        actor=desk.administrator,
        at=at,
    )
    approval = queries.get_own(desk.trust, reference)
    assert approval.summary == (("Service", "Payroll bureau"), ("Schools", "Oak Primary"))
    assert (approval.value, approval.value_label) == (Money(5_000_00), "without VAT")
    assert approval.scheme.is_default
    assert queries.rulings_on(desk.trust, [approval])[reference].deciders == {desk.cfo.person_id}
    asked_since = queries.get_own(desk.trust, make_approval(desk, 5_000, subject="TST-34567"))
    assert (asked_since.value, asked_since.scheme.number) == (Money(6_000_00), 1)


def test_approving_tells_the_asker_and_the_floor_above(desk: Desk, at: datetime, told: list[object]) -> None:
    reference = make_approval(desk)
    actions.approve(reference=reference, reason="In the budget", waiver_reason="", actor=desk.cfo, at=at)
    approval = queries.get_own(desk.trust, reference)
    assert (approval.state, approval.decided_by, approval.reason) == (
        ApprovalState.APPROVED,
        desk.cfo.person_id,
        "In the budget",
    )
    assert told == [ApprovalGranted(reference, "TST-23456", desk.cfo.person_id)]
    assert notices(desk.buyer.person_id) == ["Approved: Payroll bureau from Northgate"]
    assert [row.verb for row in audit.list_about(desk.trust, [reference])] == ["approvals.asked", "approvals.approved"]


def test_declining_needs_a_reason_which_the_audit_trail_does_not_hold(
    desk: Desk, at: datetime, told: list[object]
) -> None:
    reference = make_approval(desk)
    with pytest.raises(rules.ReasonMissing):
        actions.decline(reference=reference, reason=" ", actor=desk.cfo, at=at)
    with pytest.raises(rules.ReasonMissing, match="1,000"):
        actions.decline(reference=reference, reason="r" * 1001, actor=desk.cfo, at=at)
    actions.decline(reference=reference, reason="Mr Jones overspent", actor=desk.cfo, at=at)
    assert queries.get_own(desk.trust, reference).reason == "Mr Jones overspent"
    assert told == [ApprovalDeclined(reference, "TST-23456", desk.cfo.person_id)]
    assert "Jones" not in str([row.facts for row in audit.list_about(desk.trust, [reference])])


def test_only_those_whose_decision_it_is_decide(desk: Desk, at: datetime) -> None:
    reference = make_approval(desk)
    for actor in (desk.buyer, desk.approver, desk.administrator):
        with pytest.raises(rules.NotYours):
            actions.approve(reference=reference, reason="", waiver_reason="", actor=actor, at=at)
    stranger = make_member(make_trust(), Role.APPROVER)
    with pytest.raises(NotFound):
        actions.approve(reference=reference, reason="", waiver_reason="", actor=stranger, at=at)
    with pytest.raises(NotFound):
        queries.get_own(stranger.trust, reference)


def test_someone_whose_post_or_role_ended_cannot_decide_and_someone_new_can(desk: Desk, at: datetime) -> None:
    reference = make_approval(desk)
    (held,) = queries.list_post_holders(desk.trust)
    actions.end_post(holder_id=held.id, actor=desk.administrator, at=at)
    make_post(desk, Post.CHIEF_FINANCIAL_OFFICER, desk.approver, at=at)
    with pytest.raises(rules.NotYours):
        actions.approve(reference=reference, reason="", waiver_reason="", actor=desk.cfo, at=at)
    trusts.set_roles(person_id=desk.approver.person_id, roles=[Role.BUYER], actor=desk.administrator, at=at)
    with pytest.raises(rules.NotYours):
        actions.approve(reference=reference, reason="", waiver_reason="", actor=desk.approver, at=at)
    actions.approve(reference=reference, reason="", waiver_reason="", actor=desk.cfo, at=at)


def test_an_approver_who_asks_is_stood_in_for_by_their_deputy(desk: Desk, at: datetime) -> None:
    make_post(desk, Post.CHIEF_FINANCIAL_OFFICER, desk.approver, deputy=True)
    found = queries.preview(
        trust_id=desk.trust,
        person_id=desk.cfo.person_id,
        net=Money(5_000_00),
        gross=Money(6_000_00),
        on=london_date(at),
    )
    assert (found.ruling.route, found.names) == (Route.DEPUTY, {desk.approver.person_id: "Ann Approver"})
    assert "their deputy stands in: Ann Approver" in found.sentence


def test_an_order_that_nobody_can_approve_is_refused_with_what_to_do(app: Flask, at: datetime) -> None:
    with transaction():
        buyer = make_member(make_trust(), Role.BUYER, Role.APPROVER)
    with transaction(), pytest.raises(rules.NobodyMayApprove, match="administrator"):
        ask(buyer, 5_000)


def test_withdrawing_takes_the_question_back(desk: Desk, at: datetime) -> None:
    reference = make_approval(desk)
    actions.cancel(reference=reference, actor=desk.buyer, at=at)
    approval = queries.get_own(desk.trust, reference)
    assert (approval.state, approval.decided_by) == (ApprovalState.CANCELLED, desk.buyer.person_id)
    assert notices(desk.cfo.person_id)[-1].startswith("No longer needed")
    with pytest.raises(rules.AlreadyDecided):
        actions.approve(reference=reference, reason="", waiver_reason="", actor=desk.cfo, at=at)
    with pytest.raises(rules.AlreadyDecided):
        actions.cancel(reference=reference, actor=desk.buyer, at=at)


def test_what_is_no_longer_on_offer_needs_no_decision_and_those_who_would_decide_are_told(
    desk: Desk, at: datetime, told: list[object]
) -> None:
    reference = make_approval(desk)
    assert actions.lapse(reference=reference, at=at, reason="The provider cancelled it.")
    approval = queries.get_own(desk.trust, reference)
    assert (approval.state, approval.state_label) == (ApprovalState.CANCELLED, "No longer needed")
    assert (approval.lapsed, approval.decided_by, approval.decided_at) == (True, None, at)
    assert approval.reason == "The provider cancelled it."
    assert queries.list_awaiting(desk.cfo.person_id, desk.trust) == []
    assert notices(desk.cfo.person_id)[-1] == "No longer needed: approval of Payroll bureau from Northgate"
    assert notices(desk.buyer.person_id) == []
    assert told == []
    row = audit.list_about(desk.trust, [reference])[-1]
    assert (row.verb, row.person_id, row.facts) == ("approvals.lapsed", None, {"for": "TST-23456"})
    with pytest.raises(rules.AlreadyDecided, match="no longer needed"):
        actions.approve(reference=reference, reason="", waiver_reason="", actor=desk.cfo, at=at)
    with pytest.raises(rules.AlreadyDecided):
        actions.cancel(reference=reference, actor=desk.buyer, at=at)


@pytest.mark.parametrize("ended", ["approved", "declined", "withdrawn", "lapsed"])
def test_what_has_ended_stays_as_it_is_when_it_lapses(desk: Desk, at: datetime, ended: str) -> None:
    reference = make_approval(desk)
    {
        "approved": lambda: actions.approve(reference=reference, reason="", waiver_reason="", actor=desk.cfo, at=at),
        "declined": lambda: actions.decline(reference=reference, reason="No", actor=desk.cfo, at=at),
        "withdrawn": lambda: actions.cancel(reference=reference, actor=desk.buyer, at=at),
        "lapsed": lambda: actions.lapse(reference=reference, at=at),
    }[ended]()
    before, sent = queries.get_own(desk.trust, reference), notices(desk.cfo.person_id)
    assert not actions.lapse(reference=reference, at=at + timedelta(days=1), reason="Again")
    assert queries.get_own(desk.trust, reference) == before
    assert notices(desk.cfo.person_id) == sent


def test_an_approval_that_is_not_there_does_not_lapse(desk: Desk, at: datetime) -> None:
    with pytest.raises(NotFound):
        actions.lapse(reference="APR-22222", at=at)


def test_of_one_that_is_approved_as_it_lapses_one_wins(app: Flask, at: datetime) -> None:
    with transaction():
        desk = make_desk()
        reference = make_approval(desk)
    lapsed: list[bool] = []

    def approve() -> None:
        actions.approve(reference=reference, reason="", waiver_reason="", actor=desk.cfo, at=at)

    raised = at_once(app, [approve, lambda: lapsed.append(actions.lapse(reference=reference, at=at))])
    with transaction(writing=False):
        approval = queries.get_own(desk.trust, reference)
    is_approved = approval.state is ApprovalState.APPROVED
    assert approval.lapsed is not is_approved
    assert lapsed == [not is_approved]
    assert [type(each) for each in raised if each] == ([] if is_approved else [rules.AlreadyDecided])


def test_those_who_decide_are_told_until_when_it_is_held(desk: Desk, at: datetime) -> None:
    decide_by = datetime(2026, 7, 3, 15, 30, tzinfo=UTC)
    reference = make_approval(desk, decide_by=decide_by)
    assert queries.get_own(desk.trust, reference).decide_by == decide_by
    (body,) = session().scalars(select(Notice.body).where(Notice.person_id == desk.cfo.person_id))
    assert "Decide by 4:30pm on 3 July 2026: what is asked for is held until then." in body


def quote(reference: str, desk: Desk, at: datetime, supplier: str, pounds: int = 100) -> None:
    amount = Money(pounds * 100)
    actions.record_quote(reference=reference, supplier=supplier, amount=amount, actor=desk.buyer, at=at)


def test_a_band_that_needs_quotes_is_approved_once_they_are_there(desk: Desk, at: datetime) -> None:
    reference = make_approval(desk, 15_000)
    for supplier in ("Northgate", "Southfield"):
        quote(reference, desk, at, supplier)
    with pytest.raises(rules.QuotesMissing, match="2 recorded"):
        actions.approve(reference=reference, reason="", waiver_reason="", actor=desk.cfo, at=at)
    quote(reference, desk, at, "Westbrook")
    actions.approve(reference=reference, reason="", waiver_reason="", actor=desk.cfo, at=at)
    assert queries.get_own(desk.trust, reference).waiver_reason == ""
    with pytest.raises(rules.AlreadyDecided):
        quote(reference, desk, at, "Too late")


def test_missing_quotes_are_waived_with_a_reason_that_is_kept(desk: Desk, at: datetime) -> None:
    reference = make_approval(desk, 15_000)
    actions.approve(reference=reference, reason="", waiver_reason=" Sole provider ", actor=desk.cfo, at=at)
    assert queries.get_own(desk.trust, reference).waiver_reason == "Sole provider"
    facts = audit.list_about(desk.trust, [reference])[-1].facts
    assert (facts["quotes"], facts["quotes_waived"]) == (0, True)


def test_a_supplier_quotes_once_and_a_quote_can_be_taken_off(desk: Desk, at: datetime) -> None:
    reference = make_approval(desk, 15_000)
    quote(reference, desk, at, " North  gate ")
    with pytest.raises(rules.QuoteWrong, match="already recorded"):
        quote(reference, desk, at, "NORTH GATE")
    (kept,) = queries.get_own(desk.trust, reference).quotes
    assert kept.supplier == "North gate"
    actions.remove_quote(reference=reference, quote_id=kept.id, actor=desk.buyer, at=at)
    with pytest.raises(NotFound):
        actions.remove_quote(reference=reference, quote_id=kept.id, actor=desk.buyer, at=at)
    assert queries.get_own(desk.trust, reference).quotes == ()


@pytest.mark.parametrize(("supplier", "pounds"), [("", 1), ("s" * 121, 1), ("S", 0), ("S", -1), ("S", 10_000_001)])
def test_a_quote_needs_a_supplier_and_a_sensible_amount(desk: Desk, at: datetime, supplier: str, pounds: int) -> None:
    reference = make_approval(desk, 15_000)
    with pytest.raises(rules.QuoteWrong):
        quote(reference, desk, at, supplier, pounds)
