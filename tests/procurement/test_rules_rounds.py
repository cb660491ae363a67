"""What a round needs, what contradicts itself in it, and what of it may change at which stage."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from app.approvals.values import BuyingRoute
from app.kernel.money import Money
from app.kernel.unit_price import UnitPrice
from app.listings.values import ListingState, ListingValue
from app.procurement.frameworks import all_frameworks
from app.procurement.rules.joining_words import next_for
from app.procurement.rules.lots import DEAREST
from app.procurement.rules.next_steps import next_step
from app.procurement.rules.rounds import change_faults, publishing_faults, round_faults, what_changed
from app.procurement.rules.rounds_words import months_words, next_words
from app.procurement.values import (
    GATHERING,
    Joining,
    ParticipationState,
    Per,
    Reading,
    RoundTyped,
    RoundValue,
    Stage,
    Tier,
    Timetable,
)
from tests.clock import START
from tests.procurement.makers import DAYS, STARTS, lot, second_lot, typed

TODAY = date(2026, 11, 20)
OURS, THEIRS = 1, 2


def fields(faults: list[Any]) -> set[str]:
    return {fault.field for fault in faults}


def test_a_whole_round_lacks_nothing_and_an_empty_draft_everything_that_others_need() -> None:
    assert publishing_faults(typed(), today=TODAY) == []
    assert round_faults(RoundTyped()) == []
    needed = {"cpv", "purchase", "route", "start_date", "interest_by", "intention_by", "commit_by", "withdraw_by"}
    assert fields(publishing_faults(RoundTyped(), today=TODAY)) == {*needed, "notice", "lots"}


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"cpv": "09310000-4"}, "cpv"),
        ({"months": 0}, "months"),
        ({"months": 121}, "months"),
        ({"extension_months": -1}, "extension_months"),
        ({"extension_months": 121}, "extension_months"),
        ({"late_fee": Money(100_000_01)}, "late_fee"),
        ({"terms": "t" * 10_001}, "terms"),
        ({"framework": "no-such-framework", "route": BuyingRoute.FRAMEWORK}, "framework"),
        ({"invited": frozenset({OURS})}, "invited"),
        ({"lots": (lot(title=""),)}, "title"),
        ({"lots": (lot(unit="u" * 31),)}, "unit"),
        ({"lots": (lot(guide_price=UnitPrice(0), tiers=()),)}, "guide_price"),
        ({"lots": (lot(guide_price=UnitPrice(DEAREST.hundredths + 1), tiers=()),)}, "guide_price"),
        ({"lots": (lot(tiers=(Tier(10, UnitPrice(2_500)),)),)}, "tier-0-price"),
        ({"lots": (lot(),) * 21}, "lots"),
        ({"start_date": date(2101, 1, 1)}, "start_date"),
        ({"interest_by": date(1999, 12, 31)}, "interest_by"),
    ],
)
def test_what_contradicts_itself_is_refused_even_in_a_draft(changed: dict[str, Any], field: str) -> None:
    assert fields(round_faults(typed(**changed), lead_id=OURS)) == {field}


@pytest.mark.parametrize(
    "changed",
    [
        {"months": 1},
        {"months": 120},
        {"months": None},
        {"extension_months": 120},
        {"late_fee": Money(100_000_00)},
        {"terms": "t" * 10_000},
        {"lots": (lot(guide_price=DEAREST),) * 20},
        {"start_date": date(2100, 12, 31), "months": 120, "extension_months": 120},
    ],
)
def test_what_stands_just_within_the_bounds_is_taken(changed: dict[str, Any]) -> None:
    assert publishing_faults(typed(**changed), today=TODAY) == []


@pytest.mark.parametrize(
    ("name", "just_right"),
    [
        ("intention_by", DAYS.interest_by),
        ("commit_by", DAYS.intention_by),
        ("notice", DAYS.withdraw_by),
        ("tenders_by", DAYS.notice),
        ("award_by", DAYS.tenders_by),
        ("start_date", DAYS.award_by),
    ],
)
def test_each_day_of_the_timetable_is_after_the_one_before(name: str, just_right: date) -> None:
    assert fields(round_faults(typed(**{name: just_right}))) == {name}
    assert round_faults(typed(**{name: just_right + timedelta(days=1)})) == []


def test_the_last_day_to_leave_at_no_cost_may_be_the_last_day_to_commit_and_not_before() -> None:
    assert round_faults(typed(withdraw_by=DAYS.commit_by)) == []
    assert fields(round_faults(typed(withdraw_by=date(2027, 2, 25)))) == {"withdraw_by"}
    assert round_faults(typed(tenders_by=None, award_by=None)) == [], "a day that is not known is passed over"


def test_a_round_is_published_with_days_that_are_not_past() -> None:
    assert publishing_faults(typed(interest_by=TODAY), today=TODAY) == []
    assert fields(publishing_faults(typed(), today=date(2026, 12, 12))) == {"interest_by"}
    late = dict.fromkeys(("interest_by", "intention_by", "commit_by", "withdraw_by", "notice", "tenders_by"))
    assert "start_date" in fields(publishing_faults(typed(**late, award_by=None), today=STARTS))


def test_a_framework_is_needed_on_its_route_and_stands_on_the_day_of_the_notice() -> None:
    def on(day: date, code: str) -> set[str]:
        changed = typed(route=BuyingRoute.FRAMEWORK, framework=code, start_date=None)
        return fields(round_faults(replace(changed, timetable=Timetable(notice=day))))

    held = all_frameworks()[0]
    assert on(held.from_date, held.code) == set()
    assert on(held.from_date - timedelta(days=1), held.code) == {"framework"}
    assert fields(publishing_faults(typed(route=BuyingRoute.FRAMEWORK), today=TODAY)) == {"framework"}
    named = typed(route=BuyingRoute.FRAMEWORK, framework_note="YPO 1110")
    assert publishing_faults(named, today=TODAY) == []


def test_a_round_by_invitation_invites_somebody() -> None:
    assert fields(publishing_faults(typed(joining=Joining.INVITATION), today=TODAY)) == {"invited"}
    invites = typed(joining=Joining.INVITATION, invited=frozenset({THEIRS}))
    assert publishing_faults(invites, today=TODAY, lead_id=OURS) == []


@pytest.mark.parametrize("stage", GATHERING)
def test_while_gathering_lots_change_but_not_what_is_counted_of_those_that_trusts_want(stage: Stage) -> None:
    before = typed(lots=(lot(id=1), second_lot(id=2)))
    cheaper = typed(lots=(lot(id=1, tiers=(), guide_price=UnitPrice(2_400)), second_lot(id=2), lot(title="New")))
    assert change_faults(before, cheaper, stage, wanted={1, 2}, today=TODAY) == []
    removed = typed(lots=(second_lot(id=2),))
    assert fields(change_faults(before, removed, stage, wanted={1}, today=TODAY)) == {"lots"}
    assert change_faults(before, removed, stage, wanted={2}, today=TODAY) == []
    for changed in (lot(id=1, unit="MWh"), lot(id=1, per=Per.ONCE)):
        counted_otherwise = typed(lots=(changed, second_lot(id=2)))
        assert fields(change_faults(before, counted_otherwise, stage, wanted={1}, today=TODAY)) == {"unit"}
        assert change_faults(before, counted_otherwise, stage, wanted={2}, today=TODAY) == []


def test_a_day_that_is_past_stays_and_is_not_moved_to_another_past_day() -> None:
    on = date(2027, 2, 1)
    assert change_faults(typed(), typed(terms="New"), Stage.COMMITMENT, wanted=(), today=on) == []
    moved = typed(intention_by=date(2027, 1, 28))
    assert fields(change_faults(typed(), moved, Stage.COMMITMENT, wanted=(), today=on)) == {"intention_by"}
    assert change_faults(typed(), typed(commit_by=on), Stage.COMMITMENT, wanted=(), today=on) == []


@pytest.mark.parametrize(
    ("stage", "open_days"),
    [
        (Stage.OUT_TO_BID, {"tenders_by", "award_by"}),
        (Stage.EVALUATION, {"award_by"}),
        (Stage.AWARDED, set()),
        (Stage.IN_CONTRACT, set()),
    ],
)
def test_once_participants_are_fixed_only_the_days_still_to_come_change(stage: Stage, open_days: set[str]) -> None:
    today = date(2027, 3, 20)
    for name, day in (("tenders_by", date(2027, 4, 30)), ("award_by", date(2027, 6, 4)), ("notice", date(2027, 4, 1))):
        refused = fields(change_faults(typed(), typed(**{name: day}), stage, wanted=(), today=today))
        assert refused == (set() if name in open_days else {name}), name
    for changed in ({"terms": "New"}, {"months": 12}, {"joining": Joining.REGION}, {"lots": (lot(),)}):
        assert fields(change_faults(typed(), typed(**changed), stage, wanted=(), today=today)) == set(changed)
    assert change_faults(typed(), typed(), stage, wanted=(), today=today) == []


def test_participants_are_told_in_words_what_differs() -> None:
    assert what_changed(typed(), typed()) == []
    assert what_changed(typed(), typed(lots=(lot(),), notice=date(2027, 3, 16))) == [
        "the lots and their prices",
        "the timetable",
    ]


def test_lengths_are_said_in_years_where_they_are_whole() -> None:
    said = {1: "1 month", 11: "11 months", 12: "1 year", 18: "18 months", 36: "3 years"}
    assert {months: months_words(months) for months in said} == said


IN, PAST = ParticipationState, date(2027, 3, 6)
LAST, LATE = date(2027, 2, 26), date(2027, 2, 27)


@pytest.mark.parametrize(
    ("stage", "own", "today", "label", "says"),
    [
        (Stage.INTEREST, None, TODAY, "Show interest", "binds your trust to nothing"),
        (Stage.COMMITMENT, IN.WITHDRAWN, TODAY, "Enter what your trust wants", "can still join"),
        (Stage.INTEREST, IN.INTERESTED, TODAY, "Enter what your trust wants", "has not said yet"),
        (Stage.INTENTION, IN.INTENDED, TODAY, "See or change what your trust wants", "not binding"),
        (Stage.COMMITMENT, IN.INTENDED, TODAY, "Commit your trust", "not binding"),
        (Stage.COMMITMENT, IN.INTENDED, PAST, "", "The last day to commit was 26 February 2027"),
        (Stage.COMMITMENT, IN.WITHDRAWN, PAST, "", "The lead trust can move it"),
        (Stage.COMMITMENT, IN.SIGNING, TODAY, "Go to the agreement", "approver signs"),
        (Stage.COMMITMENT, IN.COMMITTED, date(2027, 3, 5), "See your trust’s part", "at no cost until 5 March 2027"),
        (Stage.COMMITMENT, IN.COMMITTED, PAST, "See your trust’s part", "Leaving now costs £500.00"),
        (Stage.OUT_TO_BID, IN.COMMITTED, PAST, "", "is fixed"),
        (Stage.OUT_TO_BID, IN.INTENDED, PAST, "", "goes on without it"),
        (Stage.CALL_OFF, IN.COMMITTED, PAST, "Call off", "committed to"),
    ],
)
def test_whoever_runs_procurement_is_told_what_their_trust_can_do_next(
    stage: Stage, own: ParticipationState | None, today: date, label: str, says: str
) -> None:
    reading = Reading.PARTICIPANT if own else Reading.OTHER_TRUST
    step = next_step(round_value(stage), reading, own, may_join=True, runs=True, today=today)
    assert step is not None
    assert (step.label, says in step.text) == (label, True)
    told = next_step(round_value(stage), reading, own, may_join=True, runs=False, today=today)
    assert told is not None
    assert told.href == "", "others of the trust are told, and have no button"


@pytest.mark.parametrize(
    ("own", "today", "says"),
    [
        (None, LAST, "then commit by 26 February 2027"),
        (None, LATE, "The last day to commit was 26 February 2027"),
        (IN.INTENDED, LAST, "Commit by 26 February 2027"),
        (IN.INTENDED, LATE, "Ask the lead trust to move it"),
        (IN.SIGNING, LATE, "before the round goes out to bid"),
        (IN.COMMITTED, date(2027, 3, 5), "can leave at no cost until 5 March 2027"),
        (IN.COMMITTED, PAST, "Leaving before the round goes out to bid costs £500.00"),
    ],
)
def test_a_trust_reads_of_no_day_to_commit_or_leave_that_has_passed(
    own: ParticipationState | None, today: date, says: str
) -> None:
    assert says in next_for(round_value(Stage.COMMITMENT), own, is_open=True, today=today)
    assert "cannot join" in next_for(round_value(Stage.COMMITMENT), None, is_open=False, today=today)


@pytest.mark.parametrize(
    ("today", "says"),
    [
        (LAST, "Trusts can commit until 26 February 2027. They can leave at no cost until 5 March 2027."),
        (
            LATE,
            "The last day to commit was 26 February 2027. Committed trusts can leave at no cost until 5 March 2027.",
        ),
        (PAST, "The last day to commit was 26 February 2027. The lead trust takes the round out to bid next."),
    ],
)
def test_a_round_says_so_when_the_last_day_to_commit_has_passed(today: date, says: str) -> None:
    assert next_words(round_value(Stage.COMMITMENT), today) == says


def test_whoever_may_sign_is_led_to_the_agreement_and_nobody_else_is() -> None:
    held, own = round_value(Stage.COMMITMENT), ParticipationState.SIGNING
    same = {"may_join": False, "runs": False, "today": TODAY}
    signs = next_step(held, Reading.PARTICIPANT, own, signs=True, **same)  # type: ignore[arg-type]
    waits = next_step(held, Reading.PARTICIPANT, own, signs=False, **same)  # type: ignore[arg-type]
    assert (signs.href if signs else "", waits.href if waits else "?") == ("/rounds/LST-22222/sign", "")


def test_a_round_that_is_over_or_fixed_offers_an_outsider_nothing() -> None:
    for stage in (Stage.OUT_TO_BID, Stage.ABANDONED, Stage.CLOSED):
        held = round_value(stage)
        assert next_step(held, Reading.OTHER_TRUST, None, may_join=False, runs=True, today=TODAY) is None


def round_value(stage: Stage) -> RoundValue:
    listing = ListingValue(
        *(1, "LST-22222", "round", 1, "Electricity", "", "", "", (), (), ListingState.PUBLISHED, 1, START, START)
    )
    same = {name: getattr(typed(), name) for name in vars(typed()) if name not in ("lots", "invited")}
    return RoundValue(listing=listing, **same, stage=stage, stage_at=START)
