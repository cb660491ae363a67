"""What was typed about a course as the row that keeps it."""

from collections.abc import Iterable
from dataclasses import replace
from enum import StrEnum
from typing import Any

from app.cpd.values import CourseValue, Npq, Particulars, Prices, StandardPart
from app.kernel.actor import Actor
from app.kernel.money import Money

NO_NPQ = Npq("", "")


def tidy(typed: Particulars) -> Particulars:
    """What was typed, with the spaces around it trimmed, line ends made the same, bands in order, empty parts gone."""
    standard = {part: _text(typed.standard.get(part, "")) for part in StandardPart}
    return replace(
        typed,
        outcomes=_text(typed.outcomes),
        presenter=" ".join(typed.presenter.split()),
        prerequisites=_text(typed.prerequisites),
        joining_instructions=_text(typed.joining_instructions),
        vat_reason=" ".join(typed.vat_reason.split()),
        standard={part: text for part, text in standard.items() if text},
        bands=tuple(sorted(typed.bands, key=lambda band: -band.at_least)),
    )


def course_columns(typed: Particulars, before: CourseValue | None, actor: Actor) -> dict[str, Any]:
    """The row; whoever changes the treatment of VAT or its reason is who decided it."""
    npq = typed.npq or NO_NPQ
    return {
        "format": typed.format,
        "outcomes": typed.outcomes,
        "roles": _words(typed.roles),
        "subjects": _words(typed.subjects),
        "career_stages": _words(typed.career_stages),
        "standard": {part.value: text for part, text in typed.standard.items()},
        "presenter": typed.presenter,
        "prerequisites": typed.prerequisites,
        "learning_minutes": typed.learning_minutes,
        "npq_course": npq.course or None,
        "npq_lead_provider": npq.lead_provider or None,
        "npq_cohort": npq.cohort,
        "npq_funded": npq.funded,
        **_price_columns(typed.prices),
        "vat_treatment": typed.vat_treatment,
        "vat_reason": typed.vat_reason,
        "vat_decided_by": _decided_by(typed, before, actor),
        "bands": [[band.at_least, band.up_to, band.percent] for band in typed.bands],
        **{name: getattr(typed, name) for name in AS_TYPED},
    }


AS_TYPED = (
    *("booked_by", "charge_on", "no_show_percent", "hold_days", "naming_days", "offer_hours"),
    *("attendance_percent", "joining_instructions"),
)


def _price_columns(prices: Prices) -> dict[str, Any]:
    return {
        "is_free": prices.is_free,
        "other_pence": _pence(prices.other),
        "partner_pence": _pence(prices.partner),
        "early_pence": _pence(prices.early),
        "early_days": prices.early_days,
        "whole_school_pence": _pence(prices.whole_school),
        "whole_school_places": prices.whole_school_places,
    }


def _decided_by(typed: Particulars, before: CourseValue | None, actor: Actor) -> int | None:
    if typed.vat_treatment is None:
        return None
    if before is not None:
        was = before.particulars
        if (was.vat_treatment, was.vat_reason) == (typed.vat_treatment, typed.vat_reason):
            return before.vat_decided_by
    return actor.person_id


def _text(typed: str) -> str:
    return typed.replace("\r\n", "\n").strip()


def _words(chosen: Iterable[StrEnum]) -> list[str]:
    return sorted(each.value for each in chosen)


def _pence(amount: Money | None) -> int | None:
    return amount.pence if amount is not None else None
