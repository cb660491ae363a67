"""What a booker was shown is held against what is, and every difference is said."""

from dataclasses import replace

import pytest

from app.cpd import rules
from app.cpd.values import Band, ChargeOn, Shown, Tier
from app.kernel.money import Money
from app.kernel.vat import VatTreatment

SHOWN = Shown(
    Tier.OTHER,
    (Money(120_00), Money(120_00)),
    VatTreatment.STANDARD,
    2000,
    (Band(5, None, 0), Band(0, 4, 50)),
    100,
    ChargeOn.BOOKING,
)
TEXT = '["other",[12000,12000],"standard",2000,[[5,null,0],[0,4,50]],100,"booking"]'


def test_what_was_shown_is_read_as_it_was_written() -> None:
    assert rules.read_seen(TEXT) == SHOWN


@pytest.mark.parametrize(
    "text",
    [
        "", "[]", "{}", "null", "1", "[1,2,3]", "[" * 5000, TEXT[:-1], TEXT.replace("other", "gift"),
        TEXT.replace("12000", "1.5"), TEXT.replace("12000", "true"), TEXT.replace("2000,[[", '"x",[['),
        TEXT.replace("null", "1,2,3"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_nothing_that_was_shown(text: str) -> None:
    assert rules.read_seen(text) is None


@pytest.mark.parametrize(
    ("now", "said"),
    [
        ({}, []),
        ({"each": (Money(120_00), Money(120_01))}, ["The places were £240.00 without VAT and are now £240.01."]),
        ({"each": (Money(240_00),)}, ["The places were £240.00 without VAT and are now £240.00."]),
        ({"tier": Tier.PARTNER}, ["The price was “Standard price” and is now “Partner trust”."]),
        ({"vat_rate": 2250}, ["VAT was standard rate 20% and is now standard rate 22.5%."]),
        ({"vat_treatment": VatTreatment.EXEMPT, "vat_rate": 0}, ["VAT was standard rate 20% and is now exempt."]),
        ({"bands": (Band(0, None, 0),)}, ["What it costs to cancel has changed."]),
        ({"no_show_percent": 50}, ["Not coming cost 100% and now costs 50%."]),
        (
            {"charge_on": ChargeOn.AFTER},
            ["Places were charged when places are booked and are now the day after the last session."],
        ),
    ],
)
def test_each_difference_is_said_in_a_sentence(now: dict[str, object], said: list[str]) -> None:
    assert rules.changes_between(SHOWN, replace(SHOWN, **now)) == said  # type: ignore[arg-type]
