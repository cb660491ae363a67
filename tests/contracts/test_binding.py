"""What trades put into a register, and take out of it."""

from datetime import date, timedelta

from app.audit import queries as audit
from app.contracts import actions, queries, rules
from app.contracts.boards import sources
from app.contracts.values import Binding, ContractState, EndingReason, Source
from app.kernel.money import Money
from tests.clock import START
from tests.contracts.makers import CATERING, ENDS, POWER, STARTS, TODAY, World, bind

DAY = timedelta(days=1)


def verbs(trust_id: int) -> list[str]:
    return [row.verb for row in audit.list_for_trust(trust_id) if row.verb.startswith("contracts.")]


def test_a_trade_binds_once_and_what_it_says_last_holds(world: World) -> None:
    reference = bind(world.trust, value=Money(100), actor=world.keeper)
    assert bind(world.trust, value=Money(100)) == reference
    assert queries.get_contract(world.trust, reference).version == 1
    assert bind(world.trust, value=Money(200), title="Catering", end_date=None, category=None) == reference
    held = queries.find_by_source(world.trust, "AGR-22222")
    assert held is not None
    assert (held.reference, held.version, held.value, held.title) == (reference, 2, Money(200), "Catering")
    assert (held.end_date, held.last_date, held.category, held.source) == (None, None, CATERING, Source.AGREEMENT)
    assert verbs(world.trust) == ["contracts.rebound", "contracts.bound"]
    assert bind(world.stranger.trust, value=Money(100)) != reference


def test_what_the_other_side_of_a_trade_does_to_a_register_is_in_no_trail_but_the_registers_own(world: World) -> None:
    bind(world.trust, actor=world.stranger)
    assert verbs(world.trust) == ["contracts.bound"]
    assert verbs(world.stranger.trust) == []
    assert next(row.person_id for row in audit.list_for_trust(world.trust)) is None


def test_a_release_ends_a_contract_once_and_only_a_new_end_lifts_it(world: World) -> None:
    reference = bind(world.trust)
    for _ in range(2):
        actions.release(trust_id=world.trust, source_reference="AGR-22222", last_date=TODAY, at=START)
    held = queries.get_contract(world.trust, reference)
    assert held.ending is not None
    assert (held.last_date, held.end_date, held.ending.reason) == (TODAY, ENDS, EndingReason.BY_TRADE)
    assert rules.state_on(held, TODAY) is ContractState.RUNNING
    assert rules.state_on(held, TODAY + DAY) is ContractState.ENDED
    bind(world.trust)
    assert queries.get_contract(world.trust, reference).last_date == TODAY
    bind(world.trust, end_date=ENDS + DAY)
    held = queries.get_contract(world.trust, reference)
    assert (held.last_date, held.ending) == (ENDS + DAY, None)
    assert verbs(world.trust) == ["contracts.rebound", "contracts.released", "contracts.bound"]
    actions.release(trust_id=world.trust, source_reference="AGR-22222", last_date=STARTS - DAY, at=START)
    held = queries.get_contract(world.trust, reference)
    assert held.ending is not None
    assert held.ending.reason is EndingReason.CANCELLED
    assert rules.state_on(held, STARTS - 9 * DAY) is ContractState.ENDED
    actions.release(trust_id=world.trust, source_reference="AGR-33333", last_date=TODAY, at=START)


def test_the_daily_gathering_brings_a_register_up_to_date_and_changes_nothing_twice(world: World) -> None:
    said = Binding(world.trust, Source.ROUND, "RND-22222", "Energy", "Volt and Daughters", STARTS, ENDS, Money(5))
    sources.add("tests", lambda _: [said])
    try:
        before = actions.gather(at=START)
        assert before >= 1
        assert actions.gather(at=START) == 0
    finally:
        sources.add("tests", lambda _: [])
    held = queries.find_by_source(world.trust, "RND-22222")
    assert held is not None
    assert (held.supplier, held.value) == ("Volt and Daughters", Money(5))


def test_what_a_purchase_would_replace_is_in_force_and_for_the_same_and_the_soonest_end_comes_first(
    world: World,
) -> None:
    late = bind(world.trust, "AGR-2222A", end_date=None)
    soon = bind(world.trust, "AGR-2222B", end_date=TODAY, notice_date=TODAY)
    power = bind(world.trust, "AGR-2222C", category=None, cpv="09310000-5")
    bind(world.trust, "AGR-2222D", end_date=TODAY - DAY)
    bind(world.trust, "AGR-2222E", start_date=TODAY + DAY)
    bind(world.stranger.trust, "AGR-2222F")
    found = queries.replaced_by(world.trust, cpv=None, category=CATERING, on=TODAY)
    assert [each.reference for each in found] == [soon, late]
    assert found[0].notice_date == TODAY
    either = queries.replaced_by(world.trust, cpv="09311000-2", category=CATERING, on=TODAY)
    assert [each.reference for each in either] == [soon, power, late]
    assert queries.replaced_by(world.trust, cpv=None, category=None, on=TODAY) == []
    assert queries.replaced_by(world.trust, cpv=POWER, category=None, on=date(2024, 1, 1)) == []
