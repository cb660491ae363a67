"""What a school has now, as its trust's contract register says, and what the schools of a lot have in common."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

from app.contracts.values import ContractValue
from app.procurement.values.demand import NOTHING_HELD, Held


def held_from(contracts: Sequence[ContractValue], school_id: int | None) -> Held:
    """What a school (None: the trust's own office) has by the first contract that covers it; nothing where none does.

    A contract that names no schools is the whole trust's. A last day to give notice after the end is left out.
    """
    for each in contracts:
        if not each.school_ids or school_id in each.school_ids:
            notice, ends = each.notice_date, each.last_date
            is_odd = notice is not None and ends is not None and notice > ends
            return Held(each.supplier, contract_end_date=ends, notice_date=None if is_odd else notice)
    return NOTHING_HELD


def shared_by_most(held: Iterable[Held]) -> Held:
    """What most of some schools have; nothing of none. Of equals the one that comes first."""
    counted = Counter(held).most_common(1)
    return counted[0][0] if counted else NOTHING_HELD


def on_their_own(
    held: Mapping[int | None, Held], shared: Held, wanting: Collection[int | None]
) -> dict[int | None, Held]:
    """The schools that have something else than what most have: of those that want nothing, only what is known."""
    return {
        school_id: each
        for school_id, each in held.items()
        if each != shared and (school_id in wanting or each.is_anything)
    }
