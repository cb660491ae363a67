"""Reading what was flagged to the operator of the site, of whichever trust it is."""

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import func, select

from app.kernel.database import session
from app.listings.models import ListingFlag
from app.listings.values import FlagReason, FlagValue


def list_flags(*, looked: bool, skip: int = 0, most: int = 20) -> list[FlagValue]:
    """What the operator has still to look at, longest waiting first; or what they looked at, newest first."""
    row = ListingFlag
    order = (row.looked_at.desc(), row.id.desc()) if looked else (row.flagged_at, row.id)
    rows = select(row).where(row.looked_at.is_not(None) if looked else row.looked_at.is_(None))
    return _many(session().scalars(rows.order_by(*order).offset(skip).limit(most)).all())


def count_flags(*, looked: bool) -> int:
    """How many `list_flags` would list in all."""
    at = ListingFlag.looked_at
    query = select(func.count()).select_from(ListingFlag).where(at.is_not(None) if looked else at.is_(None))
    return session().scalar(query) or 0


def find_flag(flag_id: int) -> FlagValue | None:
    """A flag by its id, or None for one that is not there, or no longer."""
    row = session().get(ListingFlag, flag_id, populate_existing=True)
    return _value(row) if row else None


def flags_of(listing_ids: Collection[int], *, reason: FlagReason | None = None) -> dict[int, tuple[FlagValue, ...]]:
    """What was ever flagged of some listings, or of them for one reason: for each its flags, newest first.

    A listing without any is missing from the answer. Whether the reader is of its trust is the caller's to ask.
    """
    rows = select(ListingFlag).where(ListingFlag.listing_id.in_(set(listing_ids))).order_by(ListingFlag.id.desc())
    if reason is not None:
        rows = rows.where(ListingFlag.reason == reason)
    found: defaultdict[int, tuple[FlagValue, ...]] = defaultdict(tuple)
    for flag in _many(session().scalars(rows.execution_options(populate_existing=True)).all()):
        found[flag.listing_id] += (flag,)
    return dict(found)


def _many(rows: Collection[ListingFlag]) -> list[FlagValue]:
    return [_value(row) for row in rows]


def _value(row: ListingFlag) -> FlagValue:
    return FlagValue(
        id=row.id,
        listing_id=row.listing_id,
        reason=row.reason,
        words=tuple(row.words),
        flagged_at=row.flagged_at,
        looked_at=row.looked_at,
        person_id=row.person_id,
        outcome=row.outcome,
        note=row.note,
    )
