"""National professional qualifications and who leads each. Source: npq_course_lead_providers.csv beside this file."""

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

LEAD_PROVIDERS = Path(__file__).parent / "npq_course_lead_providers.csv"
NAMES = {
    "npq-leading-teaching": "NPQ for Leading Teaching",
    "npq-leading-teaching-development": "NPQ for Leading Teacher Development",
    "npq-leading-behaviour-culture": "NPQ for Leading Behaviour and Culture",
    "npq-leading-literacy": "NPQ for Leading Literacy",
    "npq-leading-primary-mathematics": "NPQ for Leading Primary Mathematics",
    "npq-senco": "NPQ for Special Educational Needs Co-ordinators",
    "npq-early-years-leadership": "NPQ for Early Years Leadership",
    "npq-senior-leadership": "NPQ for Senior Leadership",
    "npq-headship": "NPQ for Headship",
    "npq-early-headship-coaching-offer": "Early Headship Coaching Offer",
    "npq-executive-leadership": "NPQ for Executive Leadership",
}


@cache
def lead_providers() -> Mapping[str, tuple[str, ...]]:
    """Who may lead each course, by its code, in the order in which courses are named above."""
    with LEAD_PROVIDERS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(line for line in file if not line.startswith("#")))
    return MappingProxyType(
        {code: tuple(row["lead_provider_name"] for row in rows if row["course_identifier"] == code) for code in NAMES}
    )


def all_lead_providers() -> list[str]:
    """Everyone who leads any course, by name."""
    return sorted({name for names in lead_providers().values() for name in names})


def name_of(code: str) -> str:
    """A course by its code as people write it; a code that is none stays as it is."""
    return NAMES.get(code, code)
