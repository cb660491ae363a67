"""A course as its form shows it, and what was typed into that form as the words of a course."""

from collections.abc import Mapping
from typing import Any

from app.cpd.values import Band, CourseValue, Npq, Particulars, Prices, StandardPart
from app.kernel.money import Money
from app.listings.forms import shared_fields

EXAMPLE_BANDS = (Band(10, None, 0), Band(5, 9, 50), Band(0, 4, 100))
USUAL = Particulars(bands=EXAMPLE_BANDS)
FIGURES = ("no_show_percent", "hold_days", "naming_days", "offer_hours", "attendance_percent")
AS_TYPED = ("format", "outcomes", "presenter", "prerequisites", "vat_treatment", "vat_reason", "joining_instructions")
SETS = ("roles", "subjects", "career_stages")
FUNDED = {"yes": True, "no": False}
Typed = Mapping[str, Any]


def read_particulars(typed: Typed) -> Particulars:
    """What is particular to courses in what was typed, by the names of the fields; a figure left empty is as usual."""
    same: dict[str, Any] = {name: typed[name] for name in AS_TYPED}
    sets: dict[str, Any] = {name: frozenset(typed[name] or ()) for name in SETS}
    figures: dict[str, Any] = {name: getattr(USUAL, name) if typed[name] is None else typed[name] for name in FIGURES}
    return Particulars(
        **same,
        **sets,
        **figures,
        standard={part: typed[f"standard_{part.value}"] for part in StandardPart},
        learning_minutes=typed["learning"],
        npq=_read_npq(typed),
        prices=_read_prices(typed),
        booked_by=typed["booked_by"] or USUAL.booked_by,
        charge_on=typed["charge_on"] or USUAL.charge_on,
        bands=typed["bands"],
    )


def new_course_fields() -> dict[str, Any]:
    """What the form shows of a course that is not there yet: what most courses choose, and example bands."""
    return {**_particular_fields(USUAL), "charged": "yes"}


def course_fields(course: CourseValue) -> dict[str, Any]:
    """What the form shows of a course that is being changed."""
    return {
        **shared_fields(course.listing),
        **_particular_fields(course.particulars),
        "version": str(course.listing.version),
    }


def _read_npq(typed: Typed) -> Npq | None:
    words = (typed["npq_course"] or "", typed["npq_lead_provider"] or "", typed["npq_cohort"])
    return Npq(*words, FUNDED.get(typed["npq_funded"])) if any(words) else None


def _read_prices(typed: Typed) -> Prices:
    amounts = {name: _money(typed[name]) for name in ("other", "partner", "early", "whole_school")}
    return Prices(
        is_free=typed["charged"] == "no",
        early_days=typed["early_days"],
        whole_school_places=typed["whole_school_places"],
        **amounts,
    )


def _particular_fields(shown: Particulars) -> dict[str, Any]:
    return {
        **{name: getattr(shown, name) for name in (*AS_TYPED, *FIGURES, "booked_by", "charge_on", "bands")},
        **{name: list(getattr(shown, name)) for name in SETS},
        **{f"standard_{part.value}": text for part, text in shown.standard.items()},
        "learning": shown.learning_minutes,
        **_npq_fields(shown.npq),
        **_price_fields(shown.prices),
    }


def _npq_fields(npq: Npq | None) -> dict[str, Any]:
    if npq is None:
        return {"npq_funded": "unknown"}
    funded = "unknown" if npq.funded is None else "yes" if npq.funded else "no"
    return {
        "npq_course": npq.course,
        "npq_lead_provider": npq.lead_provider,
        "npq_cohort": npq.cohort,
        "npq_funded": funded,
    }


def _price_fields(prices: Prices) -> dict[str, Any]:
    amounts = {name: getattr(prices, name) for name in ("other", "partner", "early", "whole_school")}
    return {
        "charged": "no" if prices.is_free else "yes",
        **{name: amount.pence if amount is not None else None for name, amount in amounts.items()},
        "early_days": prices.early_days,
        "whole_school_places": prices.whole_school_places,
    }


def _money(pence: int | None) -> Money | None:
    return None if pence is None else Money(pence)
