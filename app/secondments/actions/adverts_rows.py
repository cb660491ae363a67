"""What was typed about an advert as the row that keeps it, and what of its listing follows from that."""

from collections.abc import Iterable
from dataclasses import replace
from enum import StrEnum
from typing import Any

from app.kernel.money import Money
from app.listings.values import ALL_ENGLAND, ListingDraft
from app.secondments.rules.adverts import category_of
from app.secondments.values import OPPORTUNITY, CostBasis, Particulars, Pattern, Working
from app.trusts import queries as trusts


def tidy(kind: str, typed: Particulars) -> Particulars:
    """What was typed without what its kind, its pattern or its cost basis has no place for; texts trimmed."""
    is_opportunity = kind == OPPORTUNITY
    return replace(
        typed,
        working=_tidy_working(typed.working) if typed.working else None,
        shows_school=is_opportunity or typed.shows_school,
        miles=None if is_opportunity else typed.miles,
        secondee_id=None if is_opportunity else typed.secondee_id,
        share_percent=typed.share_percent if typed.basis is CostBasis.SHARE else None,
        essential=_text(typed.essential),
        desirable=_text(typed.desirable),
        gain=_text(typed.gain),
    )


def with_place(shared: ListingDraft, typed: Particulars, trust_id: int) -> ListingDraft:
    """The listing's own part with what is not asked: its category, by the role family, and its region.

    The region is that of the school, else that of most of the trust's schools, else all England.
    """
    school = trusts.schools_by_id([typed.school_id]).get(typed.school_id) if typed.school_id else None
    region = school.region if school and school.region else trusts.home_region(trust_id)
    regions = frozenset({region}) if region else ALL_ENGLAND
    return replace(shared, category=category_of(typed.family), regions=regions)


def advert_columns(typed: Particulars) -> dict[str, Any]:
    """The row."""
    working = typed.working
    return {
        "subjects": _words(typed.subjects),
        "pattern": working.pattern if working else None,
        "fte": working.fte.parts if working else None,
        "days": _words(working.days) if working else [],
        "half_terms": _words(working.half_terms) if working else [],
        "band_from_pence": _pence(typed.band_from),
        "band_to_pence": _pence(typed.band_to),
        **{name: getattr(typed, name) for name in AS_TYPED},
    }


AS_TYPED = (
    *("family", "level", "purpose", "start_date", "end_date", "weeks", "school_id", "shows_school", "miles"),
    *("part_remote", "essential", "desirable", "gain", "basis", "share_percent", "closing_date", "secondee_id"),
)


def _tidy_working(working: Working) -> Working:
    return replace(
        working,
        days=working.days if working.pattern is Pattern.DAYS else frozenset(),
        half_terms=working.half_terms if working.pattern is Pattern.HALF_TERMS else frozenset(),
    )


def _text(typed: str) -> str:
    return typed.replace("\r\n", "\n").strip()


def _words(chosen: Iterable[StrEnum]) -> list[str]:
    return sorted(each.value for each in chosen)


def _pence(amount: Money | None) -> int | None:
    return amount.pence if amount is not None else None
