"""Price tiers: what is reached, what is missing, what joining does."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kernel.money import Money
from app.kernel.unit_price import UnitPrice
from app.kernel.vat import VatTreatment
from app.procurement.rules.tiers import joining_does, newly_reached, reached_by, standing, tier_faults
from app.procurement.values import Demand, LotTyped, LotValue, ParticipationState, Per, Tier, TierBasis

STARTS = date(2027, 9, 1)


def price(text: str) -> UnitPrice:
    return UnitPrice.typed(text)


def lot(*tiers: Tier, guide: str = "£250", basis: TierBasis = TierBasis.QUANTITY, lot_id: int = 1) -> LotValue:
    return LotValue(
        lot_id, 1, "Laptops", "", "laptop", Per.ONCE, price(guide), VatTreatment.STANDARD, basis, tuple(tiers)
    )


def want(trust: int, quantity: int, state: ParticipationState = ParticipationState.INTENDED, lot_id: int = 1) -> Demand:
    return Demand(trust, lot_id, None, quantity, STARTS, state)


THREE = (Tier(100, price("£240")), Tier(500, price("£225")), Tier(1_000, price("£210")))


@pytest.mark.parametrize(
    ("quantity", "costs", "missing"),
    [
        (0, "£250", 100),
        (99, "£250", 1),
        (100, "£240", 400),
        (101, "£240", 399),
        (499, "£240", 1),
        (500, "£225", 500),
        (999, "£225", 1),
        (1_000, "£210", 0),
        (50_000, "£210", 0),
    ],
)
def test_a_tier_is_reached_from_exactly_its_quantity_on(quantity: int, costs: str, missing: int) -> None:
    reached = reached_by(lot(*THREE), quantity)
    assert (reached.price, reached.missing) == (price(costs), missing)
    assert reached.cost == price(costs).times(quantity)


@pytest.mark.parametrize(("quantity", "costs", "missing"), [(399, "£250", 250_00), (400, "£240", 0)])
def test_tiers_by_value_count_pounds_at_the_guide_price(quantity: int, costs: str, missing: int) -> None:
    reached = reached_by(lot(Tier(100_000_00, price("£240")), basis=TierBasis.VALUE), quantity)
    assert (reached.price, reached.missing) == (price(costs), missing)


def test_only_what_is_bound_counts_as_committed() -> None:
    demands = [want(1, 60, ParticipationState.COMMITTED), want(2, 39), want(3, 1, ParticipationState.SIGNING)]
    found = standing(lot(*THREE), [*demands, want(4, 900, lot_id=2)])
    assert (found.committed.quantity, found.committed.tier) == (60, None)
    assert (found.intended.quantity, found.intended.tier) == (100, THREE[0])


def test_joining_shows_the_price_alone_the_price_together_and_what_it_does_for_everyone() -> None:
    effect = joining_does(lot(*THREE), [want(1, 450), want(2, 30)], trust_id=3, quantity=20)
    assert (effect.alone.price, effect.before.price, effect.together.price) == tuple(
        price(each) for each in ("£250", "£240", "£225")
    )
    assert effect.saves_itself == Money(20 * 25_00)
    assert effect.saves_others == Money(480 * 15_00)


def test_a_trust_that_joined_already_is_not_counted_twice() -> None:
    demands = [want(1, 450), want(3, 50)]
    effect = joining_does(lot(*THREE), demands, trust_id=3, quantity=50)
    assert (effect.before.quantity, effect.together.quantity) == (450, 500)


def test_a_tier_is_told_of_once() -> None:
    assert newly_reached(lot(*THREE), 600, [100]) == [THREE[1]]
    assert newly_reached(lot(*THREE), 600, [100, 500]) == []


@pytest.mark.parametrize(
    ("tiers", "field", "words"),
    [
        ([(100, "£240"), (100, "£230")], "tier-1-from", "begin above"),
        ([(100, "£240"), (99, "£230")], "tier-1-from", "begin above"),
        ([(100, "£240"), (101, "£240")], "tier-1-price", "below £240.00"),
        ([(100, "£240"), (101, "£240.01")], "tier-1-price", "below £240.00"),
        ([(0, "£240")], "tier-0-from", "above 0"),
        ([(100, "£250")], "tier-0-price", "below the guide price"),
        ([(n, f"£{200 - n}") for n in range(1, 10)], "tier-8-from", "8 tiers or fewer"),
    ],
)
def test_tiers_that_overlap_or_rise_in_price_are_refused_beside_their_row(
    tiers: list[tuple[int, str]], field: str, words: str
) -> None:
    typed = LotTyped(guide_price=price("£250"), tiers=tuple(Tier(n, price(each)) for n, each in tiers))
    (fault,) = tier_faults(typed)
    assert fault.field == field
    assert words in fault.message


def test_tiers_that_rise_in_quantity_and_fall_in_price_have_no_faults() -> None:
    assert tier_faults(LotTyped(guide_price=price("£250"), tiers=THREE)) == []
    assert tier_faults(LotTyped(guide_price=price("£250"))) == []


@st.composite
def lots(draw: st.DrawFn) -> LotValue:
    """Any lot whose tiers have no faults."""
    count = draw(st.integers(0, 5))
    starts = sorted(draw(st.sets(st.integers(1, 2_000_000), min_size=count, max_size=count)))
    prices = sorted(draw(st.sets(st.integers(0, 99_999), min_size=count, max_size=count)), reverse=True)
    tiers = tuple(Tier(start, UnitPrice(each)) for start, each in zip(starts, prices, strict=True))
    return lot(*tiers, guide="£10", basis=draw(st.sampled_from(TierBasis)))


quantities = st.integers(0, 5_000)


@given(lots(), quantities, quantities)
def test_more_never_costs_more_a_unit(each: LotValue, some: int, more: int) -> None:
    assert reached_by(each, some + more).price <= reached_by(each, some).price


@given(lots(), st.lists(st.tuples(st.integers(1, 4), quantities), max_size=6), quantities)
def test_joining_never_makes_anybody_pay_more(each: LotValue, others: list[tuple[int, int]], quantity: int) -> None:
    effect = joining_does(each, [want(trust, n) for trust, n in others], trust_id=9, quantity=quantity)
    assert effect.saves_itself >= Money(0)
    assert effect.saves_others >= Money(0)
    assert effect.together.quantity == sum(n for _, n in others) + quantity


@given(lots(), quantities)
def test_with_what_is_missing_the_next_tier_is_reached_and_with_one_less_it_is_not(each: LotValue, have: int) -> None:
    reached = reached_by(each, have)
    if reached.next is None or each.basis is TierBasis.VALUE:
        return
    assert reached_by(each, have + reached.missing).tier == reached.next
    assert reached_by(each, have + reached.missing - 1).tier == reached.tier
