"""The scheme, its posts, the lists, and what every action owes to the audit trail."""

import threading
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from app.approvals import actions, queries, rules
from app.approvals.values import (
    ApprovalState,
    Band,
    DecidedFilter,
    Post,
    Tab,
)
from app.audit import queries as audit
from app.extensions import db
from app.kernel import database
from app.kernel.clock import london_date
from app.kernel.database import transaction
from app.kernel.errors import NotFound, Refused
from app.kernel.money import Money
from tests.approvals.makers import Desk, make_approval, make_desk, make_post

EVERYTHING = DecidedFilter()


@pytest.fixture
def desk(app: Flask) -> Iterator[Desk]:
    with transaction():
        made = make_desk()
    with transaction():
        yield made


def quote(reference: str, desk: Desk, at: datetime, supplier: str, pounds: int = 100) -> None:
    amount = Money(pounds * 100)
    actions.record_quote(reference=reference, supplier=supplier, amount=amount, actor=desk.buyer, at=at)


def test_a_new_scheme_is_in_force_from_its_day_and_not_before(desk: Desk, at: datetime) -> None:
    today = london_date(at)
    number = actions.make_scheme(
        bands=[Band(Money(100), None), Band(None, Post.BOARD, 1)],
        includes_vat=False,
        from_date=today + timedelta(days=7),
        actor=desk.administrator,
        at=at,
    )
    assert queries.scheme_on(desk.trust, today + timedelta(days=6)).is_default
    assert queries.scheme_on(desk.trust, today + timedelta(days=7)).number == number == 1
    second = actions.make_scheme(
        bands=[Band(None, Post.BOARD)], includes_vat=True, from_date=today, actor=desk.administrator, at=at
    )
    assert queries.scheme_on(desk.trust, today).number == second == 2
    assert [each.number for each in queries.list_versions(desk.trust)] == [1, 2]
    other = make_desk()
    assert queries.list_versions(other.trust) == []
    assert audit.list_about(desk.trust, ["scheme:1"])[0].facts["bands"][0]["up_to_pence"] == 100


def test_a_scheme_that_is_wrong_or_starts_in_the_past_is_not_kept(desk: Desk, at: datetime) -> None:
    today, good = london_date(at), [Band(None, Post.BOARD)]
    for bands, day in (([], today), (good, today - timedelta(days=1)), (good, date(2000, 1, 1))):
        with pytest.raises(rules.BandsWrong):
            actions.make_scheme(bands=bands, includes_vat=True, from_date=day, actor=desk.administrator, at=at)
    assert queries.list_versions(desk.trust) == []


def test_a_post_goes_to_someone_who_may_approve_and_only_once_at_a_time(desk: Desk, at: datetime) -> None:
    with pytest.raises(rules.PostWrong, match="approver role"):
        make_post(desk, Post.BOARD, desk.buyer)
    with pytest.raises(rules.PostWrong, match="already"):
        make_post(desk, Post.CHIEF_FINANCIAL_OFFICER, desk.cfo, deputy=True)
    (held,) = queries.list_post_holders(desk.trust)
    stranger = make_desk()
    with pytest.raises(NotFound):
        actions.end_post(holder_id=held.id, actor=stranger.administrator, at=at)
    actions.end_post(holder_id=held.id, actor=desk.administrator, at=at)
    with pytest.raises(NotFound):
        actions.end_post(holder_id=held.id, actor=desk.administrator, at=at)
    make_post(desk, Post.CHIEF_FINANCIAL_OFFICER, desk.cfo)
    assert len(queries.list_post_holders(desk.trust)) == 1


def test_the_lists_hold_what_they_say(desk: Desk, at: datetime) -> None:
    mine = make_approval(desk, 5_000, title="For the CFO")
    make_post(desk, Post.FINANCE_COMMITTEE, desk.approver)
    theirs = make_approval(desk, 15_000, title="For the committee", at=at + timedelta(hours=1))
    done = make_approval(desk, 4_000, title="100% done")
    actions.approve(reference=done, reason="", waiver_reason="", actor=desk.cfo, at=at)
    gone = make_approval(desk, 4_000, title="Withdrawn")
    actions.cancel(reference=gone, actor=desk.buyer, at=at + timedelta(hours=2))

    def listed(tab: Tab, narrowed: DecidedFilter = EVERYTHING, **how: Any) -> list[str]:
        own: dict[str, Any] = {"person_id": desk.cfo.person_id, "trust_id": desk.trust, "narrowed": narrowed}
        found = [each.reference for each in queries.list_in_tab(tab, **own, **how)]
        assert how or len(found) == queries.count_in_tab(tab, **own)
        return found

    assert listed(Tab.MINE) == [mine]
    assert listed(Tab.WAITING) == [theirs]
    assert listed(Tab.DECIDED) == [gone, done]
    assert listed(Tab.DECIDED, skip=1, most=1) == [done]
    assert listed(Tab.DECIDED, DecidedFilter(state=ApprovalState.APPROVED)) == [done]
    assert listed(Tab.DECIDED, DecidedFilter(text="100%")) == [done]
    assert listed(Tab.DECIDED, DecidedFilter(text=gone)) == [gone]
    assert listed(Tab.DECIDED, DecidedFilter(text="nothing like it")) == []


def test_of_two_who_decide_at_once_one_wins_and_the_other_is_told(app: Flask, at: datetime) -> None:
    with transaction():
        desk = make_desk()
        make_post(desk, Post.CHIEF_FINANCIAL_OFFICER, desk.approver)
        reference = make_approval(desk)
    with app.app_context():
        maker = db.sessionmaker
    start, ends = threading.Barrier(2), []

    def decide(do: Callable[[], None]) -> None:
        with database.bound(maker):
            start.wait()
            try:
                with transaction():
                    do()
                ends.append("won")
            except Refused as refused:
                ends.append(refused.message)

    threads = [
        threading.Thread(target=decide, args=(each,))
        for each in (
            lambda: actions.approve(reference=reference, reason="", waiver_reason="", actor=desk.cfo, at=at),
            lambda: actions.decline(reference=reference, reason="No", actor=desk.approver, at=at),
        )
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(each == "won" for each in ends) == [False, True]
    assert "already been" in next(each for each in ends if each != "won")
    with transaction():
        verbs = [row.verb for row in audit.list_about(desk.trust, [reference])]
        assert len(verbs) == 2
