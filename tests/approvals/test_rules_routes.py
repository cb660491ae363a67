"""What a value means for a route: quotes and direct awards stop at the threshold without an approved exemption."""

import pytest

from app.approvals.rules import AboveThreshold, check_route, estimate, meaning_of
from app.approvals.values import BuyingRoute, Estimate, EstimatePart, ExemptionGround
from app.kernel.money import Money
from app.kernel.unit_price import UnitPrice

THRESHOLD = Money(207_720_00)
FRAMEWORK, QUOTES, OPEN, DYNAMIC, DIRECT = BuyingRoute


def of(pence: int, months: int | None = 12) -> Estimate:
    bought = EstimatePart(1, 1, "Paper", pence, UnitPrice(100), is_yearly=False, vat_rate=0)
    return estimate([bought], months=months, extension_months=0)


BELOW, AT, UNKNOWN = of(207_719_99), of(207_720_00), of(1_00, months=None)


@pytest.mark.parametrize(
    ("route", "estimated", "approved", "allowed"),
    [
        *[(route, BELOW, False, True) for route in BuyingRoute],
        *[(route, AT, False, route not in (QUOTES, DIRECT)) for route in BuyingRoute],
        *[(route, AT, True, True) for route in BuyingRoute],
        (QUOTES, UNKNOWN, False, False),
        (DIRECT, UNKNOWN, False, False),
        (QUOTES, UNKNOWN, True, True),
        (OPEN, UNKNOWN, False, True),
    ],
)
def test_quotes_and_direct_awards_go_on_above_the_threshold_only_with_an_approved_exemption(
    route: BuyingRoute, estimated: Estimate, approved: bool, allowed: bool
) -> None:
    meaning = meaning_of(route, estimated, THRESHOLD, exemption_is_approved=approved)
    assert meaning.is_allowed is allowed
    assert meaning.is_above is (estimated is not BELOW)
    assert all(sentence.endswith(".") for sentence in meaning.sentences)
    if allowed:
        check_route(route, estimated, THRESHOLD, exemption_is_approved=approved)
    else:
        with pytest.raises(AboveThreshold) as refusal:
            check_route(route, estimated, THRESHOLD, exemption_is_approved=approved)
        assert refusal.value.field == "route"
        assert refusal.value.message == " ".join(meaning.sentences)


@pytest.mark.parametrize(
    ("estimated", "says"),
    [
        (BELOW, "£207,719.99 including VAT, is £0.01 below the threshold of £207,720.00."),
        (AT, "£207,720.00 including VAT, is exactly the threshold, and so reaches it."),
        (of(250_000_00), "£250,000.00 including VAT, is above the threshold of £207,720.00."),
        (UNKNOWN, "Nobody knows how long the contract runs, so its value counts as above the threshold"),
    ],
)
def test_the_value_is_said_against_the_threshold(estimated: Estimate, says: str) -> None:
    assert says in meaning_of(QUOTES, estimated, THRESHOLD).sentences[0]


def test_a_route_that_cannot_go_on_says_what_can() -> None:
    (_, stopped) = meaning_of(QUOTES, AT, THRESHOLD).sentences
    assert stopped.startswith("By quotes alone this cannot go on: ")
    for way in ("open procedure", "framework", "exemption and have it approved"):
        assert way in stopped


def test_every_word_of_a_purchase_has_a_label_and_every_ground_its_place_in_the_law() -> None:
    grounds = list(ExemptionGround)
    assert len({ground.label for ground in grounds}) == len(grounds)
    assert all(ground.source.startswith("Procurement Act 2023, ") for ground in grounds)
    assert [ground for ground in grounds if ground.is_exempted] == grounds[:6]
    assert len({route.label for route in BuyingRoute}) == 5
