"""What happened along the way: notice of an end, absences, extensions asked for, reviews."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select

from app.kernel.database import session
from app.kernel.money import Money
from app.secondments.models import Absence, EarlyEnd, Ending, Extension, Review
from app.secondments.queries.recharge import months_charged, recharges_of, schedule_of
from app.secondments.queries.secondments import version_in_force
from app.secondments.rules.recharge_due import to_credit
from app.secondments.values import (
    NOTICE_WEEKS,
    AbsenceValue,
    EarlyEndValue,
    EndingValue,
    ExtensionValue,
    ReviewValue,
)


@dataclass(frozen=True)
class EndEffect:
    """What another last day does to a recharge, without VAT: totals before and after, what is given back of it."""

    before: Money
    after: Money
    charged: Money
    credited: Money


def endings_of(secondment_ids: Iterable[int]) -> dict[int, EndingValue]:
    """The notice given of each, in one batch; those without are missing."""
    rows = session().scalars(
        select(Ending).where(Ending.secondment_id.in_(set(secondment_ids))).execution_options(populate_existing=True)
    )
    return {
        row.secondment_id: EndingValue(
            row.why, row.last_date, row.notice_date, row.by_party, row.given_by, row.given_at
        )
        for row in rows
    }


def notice_weeks_of(secondment_id: int) -> int:
    """The weeks of notice of the version in force; the usual four while there is none."""
    version = version_in_force(secondment_id)
    return version.terms.notice_weeks if version else NOTICE_WEEKS


def early_ends_of(secondment_id: int) -> list[EarlyEndValue]:
    """Every end with less notice that a trust asked for, the first asked first."""
    rows = session().scalars(
        select(EarlyEnd)
        .where(EarlyEnd.secondment_id == secondment_id)
        .order_by(EarlyEnd.id)
        .execution_options(populate_existing=True)
    )
    return [
        EarlyEndValue(
            row.id,
            row.by_party,
            row.why,
            row.last_date,
            row.asked_by,
            row.asked_at,
            row.agreed,
            row.answered_by,
            row.answered_at,
        )
        for row in rows
    ]


def waiting_early_end(secondment_id: int, today: date) -> EarlyEndValue | None:
    """The end with less notice that waits for the other trust's answer, if one does whose day has not passed."""
    asked = early_ends_of(secondment_id)
    return next((each for each in asked if each.agreed is None and each.last_date >= today), None)


def extensions_of(secondment_id: int) -> list[ExtensionValue]:
    """Every later end that a trust asked for, the first asked first."""
    return _extensions([secondment_id])[secondment_id]


def waiting_extension(secondment_id: int) -> ExtensionValue | None:
    """The later end that waits for the other trust's answer, if one does."""
    return next((each for each in extensions_of(secondment_id) if each.agreed is None), None)


def asked_to_extend(secondment_ids: Iterable[int]) -> set[int]:
    """Those of which a later end is asked for and not answered yet."""
    found = _extensions(secondment_ids)
    return {key for key, rows in found.items() if any(each.agreed is None for each in rows)}


def absences_of(secondment_id: int) -> list[AbsenceValue]:
    """The absences of a secondment, the latest first."""
    rows = session().scalars(
        select(Absence)
        .where(Absence.secondment_id == secondment_id)
        .order_by(Absence.first_date.desc(), Absence.id)
        .execution_options(populate_existing=True)
    )
    return [AbsenceValue(row.id, row.first_date, row.last_date, row.recorded_by, row.recorded_at) for row in rows]


def reviews_of(secondment_ids: Iterable[int]) -> dict[int, list[ReviewValue]]:
    """Every review given, by secondment, in one batch: who may read which is the caller's to ask."""
    found: dict[int, list[ReviewValue]] = {each: [] for each in secondment_ids}
    rows = session().scalars(
        select(Review).where(Review.secondment_id.in_(found)).execution_options(populate_existing=True)
    )
    for row in rows:
        found[row.secondment_id].append(
            ReviewValue(row.kind, row.party, row.going, row.text, row.given_by, row.given_at)
        )
    return found


def effect_of_end(secondment_id: int, last: date) -> EndEffect | None:
    """What it does to the recharge if the last day is another one; None without one. For HR leads and finance."""
    recharge = recharges_of([secondment_id]).get(secondment_id)
    if recharge is None or not recharge.terms.basis.is_charged:
        return None
    charged = months_charged([secondment_id])[secondment_id]
    before, after = schedule_of(recharge), schedule_of(replace(recharge, last=last))
    return EndEffect(
        before=before.total,
        after=after.total,
        charged=Money.total(each.net + each.fee - each.net_credited - each.fee_credited for each in charged),
        credited=Money.total(each.net + each.fee for each in to_credit(after, charged)),
    )


def _extensions(secondment_ids: Iterable[int]) -> dict[int, list[ExtensionValue]]:
    rows = session().scalars(
        select(Extension)
        .where(Extension.secondment_id.in_(set(secondment_ids)))
        .order_by(Extension.id)
        .execution_options(populate_existing=True)
    )
    found: dict[int, list[ExtensionValue]] = defaultdict(list)
    for row in rows:
        found[row.secondment_id].append(
            ExtensionValue(
                row.id,
                row.by_party,
                row.to_date,
                row.reason,
                row.asked_by,
                row.asked_at,
                row.agreed,
                row.answered_by,
                row.answered_at,
            )
        )
    return found
