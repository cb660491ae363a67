"""What a course needs before it can be published, and what is wrong even in a draft."""

from collections.abc import Iterable

from app.cpd.npq import all_lead_providers, lead_providers, name_of
from app.cpd.rules.bands import bands_faults
from app.cpd.rules.prices import price_faults, price_gaps
from app.cpd.values import Npq, Particulars
from app.kernel.errors import Refused
from app.listings.rules.vat import vat_faults

LONGEST_TEXT = 4_000
LONGEST_LINE = 300
LONGEST_COHORT = 100
MOST_MINUTES = 500 * 60
STEP_MINUTES = 15
MOST_HOLD_DAYS = 20
MOST_NAMING_DAYS = 60
MOST_OFFER_HOURS = 72
NO_RUN = "Add a run that has not begun yet: when it is, where, and how many places it has"


def particulars_faults(typed: Particulars) -> list[Refused]:
    """What is wrong in what was typed, draft or not; empty where nothing is. A draft may lack anything."""
    return [
        *_text_faults(typed),
        *_learning_faults(typed.learning_minutes),
        *(_npq_faults(typed.npq) if typed.npq else ()),
        *price_faults(typed.prices),
        *bands_faults(typed.bands),
        *_figure_faults(typed),
    ]


def publishing_faults(typed: Particulars, *, vat_registered: bool | None, has_run: bool) -> list[Refused]:
    """What a course still lacks to be published, all of it at once; empty where it lacks nothing.

    `vat_registered` is None where the provider has no finance details yet; `has_run` says whether
    it has a run that has neither begun nor been cancelled.
    """
    faults = [*particulars_faults(typed), *_gaps(typed)]
    if not typed.prices.is_free:
        faults += [
            *price_gaps(typed.prices),
            *vat_faults(typed.vat_treatment, typed.vat_reason, kind="course", vat_registered=vat_registered),
            *_band_gaps(typed),
        ]
    return faults if has_run else [*faults, Refused(NO_RUN, field="runs")]


def _text_faults(typed: Particulars) -> Iterable[Refused]:
    lengths = {
        "outcomes": (typed.outcomes, LONGEST_TEXT),
        "presenter": (typed.presenter, LONGEST_LINE),
        "prerequisites": (typed.prerequisites, LONGEST_TEXT),
        "joining_instructions": (typed.joining_instructions, LONGEST_TEXT),
        "vat_reason": (typed.vat_reason, LONGEST_LINE),
        **{f"standard_{part.value}": (text, LONGEST_TEXT) for part, text in typed.standard.items()},
    }
    for field, (text, most) in lengths.items():
        if len(text) > most:
            yield Refused(f"Enter {most:,} characters or fewer", field=field)


def _learning_faults(minutes: int | None) -> Iterable[Refused]:
    if minutes is None:
        return
    if not STEP_MINUTES <= minutes <= MOST_MINUTES:
        yield Refused(f"Enter hours of learning from a quarter of an hour to {MOST_MINUTES // 60}", field="learning")
    elif minutes % STEP_MINUTES:
        yield Refused("Enter hours of learning in quarters of an hour, like 6 or 2.5", field="learning")


def _npq_faults(npq: Npq) -> Iterable[Refused]:
    if len(npq.cohort) > LONGEST_COHORT:
        yield Refused(f"Enter {LONGEST_COHORT} characters or fewer", field="npq_cohort")
    if npq.course and npq.course not in lead_providers():
        yield Refused("Choose an NPQ from the list", field="npq_course")
    elif npq.course and npq.lead_provider and npq.lead_provider not in lead_providers()[npq.course]:
        yield _wrong_pair(npq)


def _npq_gaps(npq: Npq) -> Iterable[Refused]:
    if not npq.course:
        yield Refused("Choose the NPQ, or empty everything about it", field="npq_course")
    elif not npq.lead_provider:
        yield Refused("Choose the lead provider of the NPQ", field="npq_lead_provider")


def _wrong_pair(npq: Npq) -> Refused:
    known = npq.lead_provider if npq.lead_provider in all_lead_providers() else "That lead provider"
    *others, last = lead_providers()[npq.course]
    led_by = f"{', '.join(others)} or {last}"
    return Refused(f"{known} does not lead the {name_of(npq.course)}. Choose {led_by}.", field="npq_lead_provider")


def _figure_faults(typed: Particulars) -> Iterable[Refused]:
    bounds = {
        "no_show_percent": (typed.no_show_percent, 0, 100, "a per cent"),
        "attendance_percent": (typed.attendance_percent, 1, 100, "a per cent"),
        "hold_days": (typed.hold_days, 1, MOST_HOLD_DAYS, "working days"),
        "naming_days": (typed.naming_days, 0, MOST_NAMING_DAYS, "working days"),
        "offer_hours": (typed.offer_hours, 1, MOST_OFFER_HOURS, "hours"),
    }
    for field, (figure, least, most, what) in bounds.items():
        if not least <= figure <= most:
            yield Refused(f"Enter {what} from {least} to {most}", field=field)


def _gaps(typed: Particulars) -> Iterable[Refused]:
    if typed.format is None:
        yield Refused("Choose how the course is given", field="format")
    if not typed.outcomes:
        yield Refused("Enter what people will know or do after it", field="outcomes")
    if not typed.career_stages:
        yield Refused("Choose who the course is for", field="career_stages")
    if typed.learning_minutes is None:
        yield Refused("Enter the hours of learning, like 6 or 2.5", field="learning")
    if typed.npq is not None:
        yield from _npq_gaps(typed.npq)


def _band_gaps(typed: Particulars) -> Iterable[Refused]:
    if not typed.bands:
        yield Refused("Say what a cancellation costs", field="bands")
