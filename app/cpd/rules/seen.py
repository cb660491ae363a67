"""The price and terms that a booker was shown, held against what they are when the booking is made."""

import json
from collections.abc import Sequence

from app.cpd.values import Band, BookingAsked, ChargeOn, Shown, Tier
from app.kernel.errors import Refused
from app.kernel.money import Money
from app.kernel.vat import VatTreatment


class PriceChanged(Refused):
    """The price or the terms moved between being shown and being booked; `changes` says how, in sentences."""

    def __init__(self, changes: Sequence[str]) -> None:
        super().__init__("The price has changed since you checked it. Nothing has been booked. Check it again.")
        self.changes = tuple(changes)


def shown_of(asked: BookingAsked) -> Shown:
    """What the page that checks a booking shows of its price and terms."""
    offer, particulars = asked.offer, asked.course.particulars
    return Shown(
        offer.tier,
        offer.each,
        offer.vat_treatment,
        offer.vat_rate,
        particulars.bands,
        particulars.no_show_percent,
        particulars.charge_on,
    )


def write_seen(asked: BookingAsked) -> str:
    """What was shown, as a form carries it from the page that showed it to the booking."""
    shown = shown_of(asked)
    bands = [[each.at_least, each.up_to, each.percent] for each in shown.bands]
    prices = [each.pence for each in shown.each]
    return json.dumps(
        [shown.tier, prices, shown.vat_treatment, shown.vat_rate, bands, shown.no_show_percent, shown.charge_on],
        separators=(",", ":"),
    )


def read_seen(text: str) -> Shown | None:
    """What a form carried, or None for what makes no sense. It is only ever held against what is."""
    try:
        tier, prices, treatment, rate, bands, no_show, charge_on = json.loads(text)
        return Shown(
            Tier(tier),
            tuple(Money(each) for each in prices),
            VatTreatment(treatment),
            int(rate),
            tuple(Band(*each) for each in bands),
            int(no_show),
            ChargeOn(charge_on),
        )
    except (ValueError, TypeError, OverflowError, RecursionError):
        return None


def changes_since(text: str, asked: BookingAsked) -> list[str]:
    """What differs between what a form says was shown and what is, in sentences; empty where nothing does."""
    shown = read_seen(text)
    return ["This page was out of date."] if shown is None else changes_between(shown, shown_of(asked))


def changes_between(seen: Shown, now: Shown) -> list[str]:
    """What differs between what was shown and what is, in sentences."""
    said = []
    before, after = Money.total(seen.each), Money.total(now.each)
    if before != after or len(seen.each) != len(now.each):
        said.append(f"The places were {before} without VAT and are now {after}.")
    elif seen.tier is not now.tier:
        said.append(f"The price was “{seen.tier.label}” and is now “{now.tier.label}”.")
    if (seen.vat_treatment, seen.vat_rate) != (now.vat_treatment, now.vat_rate):
        said.append(f"VAT was {_vat(seen)} and is now {_vat(now)}.")
    if seen.bands != now.bands:
        said.append("What it costs to cancel has changed.")
    if seen.no_show_percent != now.no_show_percent:
        said.append(f"Not coming cost {seen.no_show_percent}% and now costs {now.no_show_percent}%.")
    if seen.charge_on is not now.charge_on:
        said.append(f"Places were charged {_lower(seen.charge_on.label)} and are now {_lower(now.charge_on.label)}.")
    return said


def _vat(shown: Shown) -> str:
    rate = f"{shown.vat_rate / 100:g}%" if shown.vat_rate else ""
    return " ".join(part for part in (_lower(shown.vat_treatment.label), rate) if part)


def _lower(label: str) -> str:
    return label[0].lower() + label[1:]
