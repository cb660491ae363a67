"""The demo's joint rounds and deals could really be run, on whatever day the demo is loaded."""

from collections import Counter
from datetime import date, timedelta

from app.approvals.rules import least_tender_days, standstill_ends
from app.kernel import cpv
from app.listings.rules import draft_faults, publishing_faults
from app.procurement.frameworks import get_framework
from app.procurement.rules import deals as deal_rules
from app.procurement.rules import rounds as rules
from app.procurement.rules.stages import due
from app.procurement.rules.tiers import reached_by
from app.procurement.values import DealAudience, LotValue, Stage, Tier
from app.procurement.values.stages import StageFacts
from app.sandbox.demo.deal_content import deal_content
from app.sandbox.demo.round_content import OFFICE, WrittenLot, WrittenPart, WrittenRound, round_content
from app.sandbox.demo.term import working_day
from tests.sandbox.demo.content import GROUPS, SCHOOLS, assert_unique, with_role

ROUNDS = {each.key: each for each in round_content()}
DEALS = {each.key: each for each in deal_content()}
LOADED_ON = [date(2026, 1, 2) + timedelta(days=17 * number) for number in range(22)]
INVITED = frozenset({1_000})


def staying(written: WrittenRound) -> list[WrittenPart]:
    return [part for part in written.parts if part.left is None]


def lot_value(position: int, written: WrittenLot) -> LotValue:
    typed = written.typed()
    assert typed.guide_price is not None
    same = (typed.title, typed.description, typed.unit, typed.per, typed.guide_price, typed.vat, typed.basis)
    return LotValue(position, position, *same, typed.tiers)


def tier_reached(key: str, lot: int, *, signed: bool = False) -> tuple[Tier | None, int]:
    """The tier that a lot reaches by what is wanted, or by what is signed for, and what is missing to the next."""
    wanted = sum(
        quantity
        for part in staying(ROUNDS[key])
        if part.signed is not None or not signed
        for wants in part.wants
        if wants.lot == lot
        for quantity in wants.schools.values()
    )
    found = reached_by(lot_value(lot, ROUNDS[key].lots[lot - 1]), wanted)
    return found.tier, found.missing


def test_six_rounds_stand_at_their_stages_and_one_more_was_given_up() -> None:
    assert {key: each.reaches for key, each in ROUNDS.items()} == {
        "energy": "commitment",
        "devices": "intention",
        "books": "interest",
        "copiers": "intention",
        "audit": "commitment",
        "cleaning": "call_off",
        "minibuses": "abandoned",
    }
    assert_unique([each.trust for each in ROUNDS.values()])
    assert {key: each.audience for key, each in DEALS.items()} == {
        "mis": DealAudience.NAMED,
        "furniture": DealAudience.ALL,
    }


def test_tiers_are_reached_and_missed() -> None:
    energy = ROUNDS["energy"].lots[0].typed().tiers
    assert tier_reached("energy", 1)[0] == energy[1]
    assert tier_reached("energy", 1, signed=True)[0] == energy[0]
    assert tier_reached("devices", 1) == (ROUNDS["devices"].lots[0].typed().tiers[0], 30)
    assert tier_reached("books", 1) == (None, 4_000)
    assert tier_reached("books", 2)[0] is None
    assert tier_reached("copiers", 1) == (ROUNDS["copiers"].lots[0].typed().tiers[0], 21)
    assert tier_reached("cleaning", 1)[0] == ROUNDS["cleaning"].lots[0].typed().tiers[-1]


def test_trusts_take_part_by_their_own_procurement_leads_with_their_own_schools() -> None:
    for written in [*ROUNDS.values(), *DEALS.values()]:
        assert written.by in with_role(written.trust, "procurement_lead"), written.key
        assert cpv.is_code(written.cpv)
    for written in ROUNDS.values():
        assert_unique([part.trust for part in written.parts])
        assert written.trust in {part.trust for part in written.parts}
        assert set(written.invited) <= set(GROUPS)
        for part in written.parts:
            assert part.by in with_role(part.trust, "procurement_lead"), (written.key, part.trust)
            urns = {urn for wants in part.wants for urn in wants.schools} - {OFFICE}
            assert {SCHOOLS[urn]["Trusts (code)"] for urn in urns} <= {part.trust}, written.key
    for deal in DEALS.values():
        for each in deal.call_offs:
            assert deal.audience is DealAudience.ALL or each.trust in deal.named
            urns = {urn for lot in each.lots for urn in lot}
            assert {SCHOOLS[urn]["Trusts (code)"] for urn in urns} == {each.trust}


def test_each_part_of_a_round_waits_for_somebody_else() -> None:
    done = Counter(
        "committed" if part.signed else "to sign" if part.allowed else "asked" if part.asked else "intended"
        for part in staying(ROUNDS["energy"])
    )
    assert done == {"committed": 1, "to sign": 1, "asked": 1, "intended": 1}
    called = Counter(part.called_off is not None for part in staying(ROUNDS["cleaning"]))
    assert called == {True: 1, False: 2}
    parts = {part.trust for part in ROUNDS["devices"].parts}
    assert len(set(ROUNDS["devices"].invited) - parts) == 1


def test_rounds_lacked_nothing_when_they_were_published() -> None:
    for day in LOADED_ON:
        for written in ROUNDS.values():
            opened = working_day(day, -written.opened)
            invited = INVITED if written.invited else frozenset[int]()
            assert rules.publishing_faults(written.typed(day, invited), today=opened, lead_id=1) == [], (
                day,
                written.key,
            )
            assert [*draft_faults(written.shared()), *publishing_faults(written.shared())] == [], (day, written.key)
            notice = written.timetable(day).notice
            assert notice is not None
            assert not written.framework or get_framework(written.framework).stands_on(notice)


def test_no_day_moves_a_round_on_from_where_it_stands() -> None:
    for day in LOADED_ON:
        for written in ROUNDS.values():
            facts = StageFacts(Stage(written.reaches), day, written.timetable(day), written.start(day), None)
            assert due(facts) is None, (day, written.key)


def test_what_schools_have_now_ends_before_they_join_and_the_contract_still_runs() -> None:
    for day in LOADED_ON:
        for written in ROUNDS.values():
            start = written.start(day)
            last = start + timedelta(days=30 * (written.months + written.extension_months))
            ends = {wants.contract_end(day, start) for part in written.parts for wants in part.wants} - {None}
            assert all(end is not None and end < last for end in ends), (day, written.key)
        leaves = next(part for part in ROUNDS["copiers"].parts if part.trust == "90008")
        end = leaves.wants[0].contract_end(day, ROUNDS["copiers"].start(day))
        assert end is not None
        assert (end + timedelta(days=1)).month == 3


def test_the_round_that_is_awarded_kept_to_the_law() -> None:
    for day in LOADED_ON:
        written = ROUNDS["cleaning"]
        days = written.timetable(day)
        assert written.out is not None
        assert written.awarded is not None
        assert written.offered is not None
        out, awarded, offered = (working_day(day, -each) for each in (written.out, written.awarded, written.offered))
        assert days.withdraw_by is not None
        assert days.tenders_by is not None
        assert days.withdraw_by < out < days.tenders_by < awarded
        least = least_tender_days(written.route, written.purchase, on=out, is_above=True)
        assert (days.tenders_by - out).days >= least
        assert standstill_ends(awarded) < offered < written.start(day)


def test_deals_lacked_nothing_when_they_were_published() -> None:
    for day in LOADED_ON:
        for written in DEALS.values():
            opened = working_day(day, -written.opened)
            named = INVITED if written.named else frozenset[int]()
            typed = written.typed(day, named)
            found = deal_rules.publishing_faults(typed, lots=len(typed.lots), named=len(named), today=opened)
            assert found == [], (day, written.key)
            assert [fault for lot in typed.lots for fault in deal_rules.lot_faults(lot)] == []
            assert [*draft_faults(written.shared()), *publishing_faults(written.shared())] == [], (day, written.key)
            for each in written.call_offs:
                term = each.typed(day, list(range(1, len(typed.lots) + 1)), dict.fromkeys(SCHOOLS, 1))
                assert each.asked < written.opened
                assert term.start_date is not None
                assert term.start_date >= working_day(day, -(each.approved or 0))
                assert typed.last_date is not None
                assert term.end_date is not None
                assert term.end_date <= typed.last_date
