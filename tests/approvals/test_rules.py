"""Who may commit a trust to what, at the exact boundaries."""

from datetime import UTC, date, datetime

import pytest

from app.approvals.default_scheme import default_scheme
from app.approvals.rules import (
    AlreadyDecided,
    BandsWrong,
    NobodyMayApprove,
    NotYours,
    QuotesMissing,
    ReasonMissing,
    check_bands,
    check_can_approve,
    check_can_decline,
    check_may_decide,
    check_starts,
    rule_on,
)
from app.approvals.values import ApprovalState, Band, Holding, Post, Route, Scheme, deadline_of, sentence_for
from app.kernel.money import Money

BUYER, OTHER, CFO, CFO_DEPUTY, CHAIR, TREASURER, TRUSTEE = range(1, 8)
CFO_POST, COMMITTEE, BOARD = Post.CHIEF_FINANCIAL_OFFICER, Post.FINANCE_COMMITTEE, Post.BOARD
REAL_BANDS = (
    Band(Money(3_000_00), None),
    Band(Money(10_000_00), CFO_POST),
    Band(Money(20_000_00), COMMITTEE, 3),
    Band(Money(65_000_00), BOARD, 3),
    Band(None, BOARD, 5),
)
REAL = Scheme(1, date(2026, 9, 1), False, REAL_BANDS)
HELD = {
    CFO_POST: Holding(frozenset({CFO}), frozenset({CFO_DEPUTY})),
    COMMITTEE: Holding(frozenset({CHAIR, TREASURER})),
    BOARD: Holding(frozenset({TRUSTEE})),
}
EVERYONE = frozenset({OTHER, CFO, CFO_DEPUTY, CHAIR, TREASURER, TRUSTEE})


@pytest.mark.parametrize(
    ("pence", "post", "quotes"),
    [
        (0, None, 0),
        (1, None, 0),
        (2_999_99, None, 0),
        (3_000_00, None, 0),
        (3_000_01, CFO_POST, 0),
        (9_999_99, CFO_POST, 0),
        (10_000_00, CFO_POST, 0),
        (10_000_01, COMMITTEE, 3),
        (20_000_00, COMMITTEE, 3),
        (20_000_01, BOARD, 3),
        (65_000_00, BOARD, 3),
        (65_000_01, BOARD, 5),
        (9_999_999_999_99, BOARD, 5),
    ],
)
def test_a_limit_is_inclusive_to_the_penny(pence: int, post: Post | None, quotes: int) -> None:
    ruling = rule_on(REAL, Money(pence), requester=BUYER, posts=HELD, approvers=EVERYONE)
    assert (ruling.post, ruling.quotes_needed) == (post, quotes)
    assert ruling.is_alone is (post is None)


FIVE, FIFTEEN, FORTY = Money(5_000_00), Money(15_000_00), Money(40_000_00)


@pytest.mark.parametrize(
    ("why", "value", "requester", "posts", "approvers", "route", "goes_up", "post", "deciders"),
    [
        ("the holder decides", FIVE, BUYER, HELD, EVERYONE, Route.HOLDER, False, CFO_POST, {CFO}),
        ("either of two holders", FIFTEEN, BUYER, HELD, EVERYONE, Route.HOLDER, False, COMMITTEE, {CHAIR, TREASURER}),
        ("the other of two holders", FIFTEEN, CHAIR, HELD, EVERYONE, Route.HOLDER, False, COMMITTEE, {TREASURER}),
        ("the deputy of the asker", FIVE, CFO, HELD, EVERYONE, Route.DEPUTY, False, CFO_POST, {CFO_DEPUTY}),
        (
            "the next band where the deputy may not approve",
            FIVE,
            CFO,
            HELD,
            EVERYONE - {CFO_DEPUTY},
            Route.HOLDER,
            True,
            COMMITTEE,
            {CHAIR, TREASURER},
        ),
        ("two bands up", FIVE, CFO, {**HELD, CFO_POST: Holding(frozenset({CFO})), COMMITTEE: Holding(frozenset({CFO}))},
         EVERYONE, Route.HOLDER, True, BOARD, {TRUSTEE}),
        ("the deputy where the holder's role ended", FIVE, BUYER, HELD, EVERYONE - {CFO}, Route.DEPUTY, False, CFO_POST,
         {CFO_DEPUTY}),
        ("anyone where nobody holds it", FIVE, BUYER, {}, EVERYONE, Route.ANY_APPROVER, False, CFO_POST, EVERYONE),
        ("anyone but the asker", FIVE, OTHER, {}, EVERYONE, Route.ANY_APPROVER, False, CFO_POST, EVERYONE - {OTHER}),
        ("a deputy who asks does not decide", FIVE, CFO_DEPUTY,
         {CFO_POST: Holding(frozenset(), frozenset({CFO_DEPUTY}))}, frozenset({CFO_DEPUTY, OTHER}),
         Route.ANY_APPROVER, False, CFO_POST, {OTHER}),
        ("a holder without the role counts for nothing", FIVE, BUYER, {CFO_POST: Holding(frozenset({CFO}))},
         frozenset({OTHER}), Route.ANY_APPROVER, False, CFO_POST, {OTHER}),
        ("the next band unheld: anyone", FIVE, CFO, {CFO_POST: Holding(frozenset({CFO}))}, frozenset({CFO, OTHER}),
         Route.ANY_APPROVER, True, COMMITTEE, {OTHER}),
    ],
)  # fmt: skip
def test_it_goes_to_whoever_may_decide(
    why: str, value: Money, requester: int, posts: dict[Post, Holding], approvers: frozenset[int],
    route: Route, goes_up: bool, post: Post, deciders: set[int],
) -> None:  # fmt: skip
    ruling = rule_on(REAL, value, requester=requester, posts=posts, approvers=approvers)
    assert (ruling.route, ruling.goes_up, ruling.post) == (route, goes_up, post), why
    assert ruling.deciders == frozenset(deciders), why
    assert requester not in ruling.deciders


@pytest.mark.parametrize(
    ("why", "value", "posts", "approvers"),
    [
        ("no approvers at all", FIVE, {}, frozenset()),
        ("the asker is the only approver", FIVE, {}, frozenset({BUYER})),
        ("the asker holds every post", FIVE, {post: Holding(frozenset({BUYER})) for post in Post}, frozenset({BUYER})),
        ("the asker holds the last band", FORTY, {BOARD: Holding(frozenset({BUYER}))}, frozenset({BUYER, OTHER})),
    ],
)
def test_it_is_refused_where_nobody_may_decide(
    why: str, value: Money, posts: dict[Post, Holding], approvers: frozenset[int]
) -> None:
    with pytest.raises(NobodyMayApprove, match="administrator"):
        rule_on(REAL, value, requester=BUYER, posts=posts, approvers=approvers)


def test_small_orders_need_nobody_even_where_nobody_could_approve() -> None:
    assert rule_on(REAL, Money(3_000_00), requester=BUYER, posts={}, approvers=frozenset()).is_alone


def test_the_default_works_for_a_trust_without_post_holders_and_keeps_its_boundaries() -> None:
    scheme = default_scheme()
    check_bands(scheme.bands)
    assert scheme.is_default
    assert rule_on(scheme, Money(3_000_00), requester=BUYER, posts={}, approvers={OTHER}).is_alone
    above = rule_on(scheme, Money(3_000_01), requester=BUYER, posts={}, approvers={OTHER})
    assert (above.post, above.route) == (CFO_POST, Route.ANY_APPROVER)
    assert above.deciders == frozenset({OTHER})
    top = rule_on(scheme, Money(20_000_01), requester=BUYER, posts={}, approvers={OTHER})
    assert (top.post, top.quotes_needed) == (BOARD, 3)


def test_the_bands_are_held_against_the_value_that_the_scheme_names() -> None:
    with_vat = Scheme(1, None, True, REAL_BANDS)
    assert with_vat.value_of(net=Money(100), gross=Money(120)) == Money(120)
    assert REAL.value_of(net=Money(100), gross=Money(120)) == Money(100)


@pytest.mark.parametrize(
    ("why", "bands", "field"),
    [
        ("none", (), "band-0"),
        ("no last band without limit", (Band(Money(1), None), Band(Money(2), BOARD)), "band-1"),
        ("no limit in the middle", (Band(None, BOARD), Band(None, BOARD)), "band-0"),
        ("equal limits", (Band(Money(5), None), Band(Money(5), CFO_POST), Band(None, BOARD)), "band-1"),
        ("falling limits", (Band(Money(5), None), Band(Money(4), CFO_POST), Band(None, BOARD)), "band-1"),
        ("a limit of nothing", (Band(Money(0), None), Band(None, BOARD)), "band-0"),
        ("quotes for a buyer alone", (Band(Money(5), None, 1), Band(None, BOARD)), "band-0"),
        ("too many quotes", (Band(None, BOARD, 11),), "band-0"),
        ("fewer than no quotes", (Band(None, BOARD, -1),), "band-0"),
        ("nobody ever approves", (Band(None, None),), "band-0"),
        ("too many bands", (*(Band(Money(i), BOARD) for i in range(1, 7)), Band(None, BOARD)), "band-6"),
    ],
)
def test_bands_that_leave_a_gap_are_refused(why: str, bands: tuple[Band, ...], field: str) -> None:
    with pytest.raises(BandsWrong) as refused:
        check_bands(bands)
    assert refused.value.field == field, why


def test_bands_that_rise_to_one_without_limit_are_good() -> None:
    check_bands(REAL_BANDS)
    check_bands((Band(None, BOARD, 10),))
    check_bands((*(Band(Money(i), BOARD) for i in range(1, 6)), Band(None, BOARD)))


def test_a_scheme_starts_today_or_later() -> None:
    check_starts(date(2026, 11, 20), today=date(2026, 11, 20))
    with pytest.raises(BandsWrong, match="later"):
        check_starts(date(2026, 11, 19), today=date(2026, 11, 20))


def test_only_a_decider_decides_and_only_while_it_waits() -> None:
    ruling = rule_on(REAL, FIVE, requester=BUYER, posts=HELD, approvers=EVERYONE)
    check_may_decide(CFO, requester=BUYER, ruling=ruling, state=ApprovalState.AWAITING)
    with pytest.raises(NotYours, match="someone else"):
        check_may_decide(CHAIR, requester=BUYER, ruling=ruling, state=ApprovalState.AWAITING)
    with pytest.raises(NotYours, match="You asked"):
        check_may_decide(BUYER, requester=BUYER, ruling=ruling, state=ApprovalState.AWAITING)
    with pytest.raises(NotYours):
        check_may_decide(CFO, requester=BUYER, ruling=None, state=ApprovalState.AWAITING)
    ended = {
        ApprovalState.APPROVED: "already been approved",
        ApprovalState.DECLINED: "already been declined",
        ApprovalState.CANCELLED: "no longer needed",
    }
    for state, said in ended.items():
        with pytest.raises(AlreadyDecided, match=said):
            check_may_decide(CFO, requester=BUYER, ruling=ruling, state=state)


@pytest.mark.parametrize(
    ("quotes", "needed", "waiver", "passes"),
    [(0, 0, "", True), (2, 3, "", False), (2, 3, "  ", False), (2, 3, "Sole provider", True), (3, 3, "", True)],
)
def test_a_band_that_needs_quotes_waits_for_them_or_a_reason(
    quotes: int, needed: int, waiver: str, passes: bool
) -> None:
    if passes:
        check_can_approve(quotes=quotes, needed=needed, waiver=waiver)
        return
    with pytest.raises(QuotesMissing) as refused:
        check_can_approve(quotes=quotes, needed=needed, waiver=waiver)
    assert refused.value.field == "waiver_reason"


def test_declining_needs_a_reason() -> None:
    check_can_decline("Not in this year’s budget")
    with pytest.raises(ReasonMissing):
        check_can_decline(" \n ")


def test_the_sentence_says_who_and_why() -> None:
    def said(**change: object) -> str:
        case = {"requester": BUYER, "posts": HELD, "approvers": EVERYONE, **change}
        return sentence_for(rule_on(REAL, case.pop("value", FIVE), **case), ["Ann", "Bea", "Cy"])  # type: ignore[arg-type]

    assert said(value=Money(1)) == "You may commit your trust to this without asking anyone."
    assert said() == "The chief financial officer decides: Ann, Bea or Cy."
    assert "deputy stands in" in said(requester=CFO)
    assert "goes up a band" in said(requester=CFO, approvers=EVERYONE - {CFO_DEPUTY})
    assert "Nobody holds that post" in said(posts={})


@pytest.mark.parametrize(
    ("decide_by", "said"),
    [
        (datetime(2026, 12, 3, 16, 0, tzinfo=UTC), "4pm on 3 December 2026"),
        (datetime(2026, 7, 3, 15, 5, tzinfo=UTC), "4:05pm on 3 July 2026"),
        (datetime(2026, 12, 3, 0, 0, tzinfo=UTC), "12am on 3 December 2026"),
        (datetime(2026, 12, 3, 11, 59, tzinfo=UTC), "11:59am on 3 December 2026"),
        (datetime(2026, 12, 3, 12, 0, tzinfo=UTC), "12pm on 3 December 2026"),
        (datetime(2026, 10, 24, 23, 30, tzinfo=UTC), "12:30am on 25 October 2026"),
    ],
)
def test_a_deadline_is_told_by_the_clocks_of_england(decide_by: datetime, said: str) -> None:
    assert deadline_of(decide_by) == f"Decide by {said}: what is asked for is held until then."
