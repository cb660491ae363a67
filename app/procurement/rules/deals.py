"""What an awarded deal and its lots need, who may call it off and until when."""

from collections.abc import Sequence, Set
from dataclasses import replace
from datetime import date

from app.kernel.clock import day_words
from app.kernel.cpv import is_code
from app.kernel.errors import Refused
from app.listings.values import ListingState
from app.procurement.values import DealAudience, DealLotTyped, DealLotValue, DealTyped, DealValue, Stage
from app.trusts.values import Region

LONGEST_AWARDED = 300
LONGEST_LOT = 100
LONGEST_LOT_DESCRIPTION = 2_000
LONGEST_UNIT = 30
LONGEST_SUPPLIER = 120
MOST_LOTS = 40
MOST_NAMED = 500
LAST_YEAR = 2100
CALLED_FROM = (Stage.CALL_OFF, Stage.IN_CONTRACT)
FIXED = ("title", "unit", "per", "supplier", "vat")


class CannotCallOff(Refused):
    """A deal is not to be called off, by this trust or by anybody any more."""


class LotFixed(Refused):
    """A lot was called off, so what trusts bought cannot turn into something else."""


def typed_faults(typed: DealTyped, *, today: date) -> list[Refused]:
    """What is wrong even in a draft: a code that is none, days that contradict each other, too many words."""
    found: list[Refused] = []
    if typed.cpv and not is_code(typed.cpv):
        found.append(Refused("Choose a CPV code from the list", field="cpv"))
    if len(typed.awarded_by) > LONGEST_AWARDED:
        found.append(Refused(f"Enter {LONGEST_AWARDED} characters or fewer", field="awarded_by"))
    if typed.award_date and typed.award_date > today:
        found.append(Refused("Award date must be today or in the past", field="award_date"))
    if typed.award_date and typed.until_date and typed.until_date < typed.award_date:
        found.append(Refused("The last day to call off must be on or after the award date", field="until_date"))
    if typed.until_date and typed.last_date and typed.last_date < typed.until_date:
        found.append(Refused("The last day of supply must be on or after the last day to call off", field="last_date"))
    late = [name for name in ("until_date", "last_date") if (day := getattr(typed, name)) and day.year > LAST_YEAR]
    found += [Refused(f"Enter a year up to {LAST_YEAR}", field=name) for name in late]
    return found


def publishing_faults(typed: DealTyped, *, lots: int, named: int, today: date) -> list[Refused]:
    """What a deal with so many lots and named trusts still lacks to be published, all at once."""
    found = typed_faults(typed, today=today)
    needed = (
        (typed.cpv, "Choose a CPV code", "cpv"),
        (typed.purchase, "Choose what kind of purchase it is", "purchase"),
        (typed.awarded_by, "Enter how it was awarded", "awarded_by"),
        (typed.award_date, "Enter the award date", "award_date"),
        (typed.until_date, "Enter the last day to call off", "until_date"),
        (typed.last_date, "Enter the last day of supply", "last_date"),
    )
    found += [Refused(message, field=field) for value, message, field in needed if not value]
    if typed.until_date and typed.until_date < today:
        found.append(Refused("The last day to call off must be today or later", field="until_date"))
    if not lots:
        found.append(Refused("Add at least one lot: go to the page of the deal to do so"))
    if typed.audience is DealAudience.NAMED and not named:
        found.append(Refused("Name at least one trust: go to the page of the deal to do so"))
    return found


def lot_faults(typed: DealLotTyped) -> list[Refused]:
    """What a lot lacks, or has too much of, all at once. A lot is whole from the start, in a draft too."""
    found: list[Refused] = []
    for field, text, most, missing in (
        ("title", typed.title, LONGEST_LOT, "Enter a title for the lot"),
        ("unit", typed.unit, LONGEST_UNIT, "Enter what one unit is, like kWh or meal"),
        ("supplier", typed.supplier, LONGEST_SUPPLIER, "Enter the supplier’s name"),
    ):
        if not text:
            found.append(Refused(missing, field=field))
        elif len(text) > most:
            found.append(Refused(f"Enter {most} characters or fewer", field=field))
    if len(typed.description) > LONGEST_LOT_DESCRIPTION:
        found.append(Refused(f"Enter {LONGEST_LOT_DESCRIPTION:,} characters or fewer", field="description"))
    if typed.price is None or typed.price.hundredths < 0:
        found.append(Refused("Enter the price of one unit", field="price"))
    return found


def tidy_lot(typed: DealLotTyped) -> DealLotTyped:
    """What was typed with its spaces in order."""
    return replace(
        typed,
        title=" ".join(typed.title.split()),
        unit=" ".join(typed.unit.split()),
        supplier=" ".join(typed.supplier.split()),
        description=typed.description.replace("\r\n", "\n").strip(),
    )


def check_lot_change(before: DealLotValue, typed: DealLotTyped, *, is_called_off: bool) -> None:
    """Raises LotFixed where what was called off already would turn into something else; price and words may change."""
    if is_called_off and any(getattr(before, name) != getattr(typed, name) for name in FIXED):
        raise LotFixed(
            "Trusts have called off this lot, so only its price and its description can change. "
            "Add a new lot for anything else."
        )


def check_can_add_lot(lots: int) -> None:
    """Raises Refused for one lot too many."""
    if lots >= MOST_LOTS:
        raise Refused(f"A deal can have {MOST_LOTS} lots. Remove one before you add another.")


def check_can_remove_lot(*, lots: int, is_called_off: bool, state: ListingState) -> None:
    """Raises LotFixed for a lot that was called off, and for the last lot of a published deal."""
    if is_called_off:
        raise LotFixed("Trusts have called off this lot, so it cannot be removed. Close the deal to stop more.")
    if lots <= 1 and state is not ListingState.DRAFT:
        raise LotFixed("A published deal needs at least one lot. Add another before you remove this one.")


def is_for(deal: DealValue, trust_id: int, regions: Set[Region]) -> bool:
    """Whether a trust with schools in some regions is one that may call off a deal; its owner always is.

    Of a round only who committed is, the lead trust too: who buys was fixed before its notice.
    """
    owns = trust_id == deal.listing.trust_id and not deal.is_of_round
    if owns or deal.audience is DealAudience.ALL:
        return True
    if deal.audience is DealAudience.NAMED:
        return trust_id in deal.named
    return bool(regions & set(deal.listing.regions))


def is_open(deal: DealValue, *, on: date, stage: Stage | None = None) -> bool:
    """Whether a deal may be called off on a day, its last one included; `stage` is that of the round it came of."""
    in_time = deal.until_date is None or on <= deal.until_date
    if deal.is_of_round:
        return in_time and stage in CALLED_FROM
    return in_time and deal.listing.state is ListingState.PUBLISHED


def check_can_call_off(
    deal: DealValue, *, trust_id: int, regions: Set[Region], is_open_trust: bool, on: date, stage: Stage | None = None
) -> None:
    """Raises CannotCallOff where a trust may not call off a deal on a day, and says why and what to do."""
    if not is_open(deal, on=on, stage=stage):
        raise CannotCallOff(_why_not_open(deal, on))
    if not is_open_trust:
        raise CannotCallOff("Your trust is closed on the register, so it cannot call off anything.")
    if not is_for(deal, trust_id, regions):
        raise CannotCallOff("Your trust is not one of those that may call off this deal. Ask the trust that lists it.")


def suppliers_of(lots: Sequence[DealLotValue]) -> tuple[str, ...]:
    """Each supplier once, in the order of the lots."""
    return tuple(dict.fromkeys(lot.supplier for lot in lots))


def _why_not_open(deal: DealValue, on: date) -> str:
    if deal.until_date is not None and on > deal.until_date:
        return f"This deal could be called off until {day_words(deal.until_date)}."
    if deal.is_of_round:
        return "This round is not open for call-off."
    if deal.listing.state is ListingState.CLOSED:
        return "This deal was closed by the trust that lists it. What was called off before stands."
    return "This deal is still a draft."
