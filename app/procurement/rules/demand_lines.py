"""What was typed on a page as lines of demand, and what two people typed at once."""

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256

from app.procurement.rules.demand import ChangedMeanwhile
from app.procurement.values import DemandTyped
from app.procurement.values.demand import Held

Key = tuple[int, int | None]


def line_of(key: Key, quantity: int, held: Held) -> DemandTyped:
    """A school that wants so much of a lot and has this now."""
    return DemandTyped(
        lot_id=key[0],
        school_id=key[1],
        quantity=quantity,
        supplier=held.supplier,
        price=held.price,
        contract_end_date=held.contract_end_date,
        notice_date=held.notice_date,
        joins_date=held.joins_date,
    )


def lines_of(quantities: Mapping[Key, int], held: Mapping[Key, Held]) -> list[DemandTyped]:
    """The lines for what is wanted, each with what its school has now."""
    return [line_of(key, quantity, held.get(key, Held())) for key, quantity in quantities.items()]


def with_lot(wanted: Sequence[DemandTyped], lot_id: int, lines: Sequence[DemandTyped]) -> list[DemandTyped]:
    """A trust's demand with that for one lot as it is now."""
    return [*(each for each in wanted if each.lot_id != lot_id), *lines]


def mark_of(lines: Iterable[DemandTyped]) -> str:
    """A short mark of some lines that is another one once any of them changes, whatever their order."""
    return sha256("|".join(sorted(repr(each) for each in lines)).encode()).hexdigest()[:16]


def check_still(lines: Iterable[DemandTyped], seen: str | None) -> None:
    """Raises ChangedMeanwhile where some lines are not what a person had before them, by their mark."""
    if mark_of(lines) != seen:
        raise ChangedMeanwhile


def differing(saved: Mapping[Key, int], typed: Mapping[Key, int]) -> list[tuple[Key, int, int]]:
    """Where what somebody else saved differs from what was typed: what they saved, and what was typed."""
    keys = sorted({*saved, *typed}, key=lambda key: (key[0], key[1] is None, key[1] or 0))
    return [(key, saved.get(key, 0), typed.get(key, 0)) for key in keys if saved.get(key, 0) != typed.get(key, 0)]
