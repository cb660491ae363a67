"""What the codes of the register mean. Source: the lookups of Get Information About Schools."""

from dataclasses import dataclass

from app.trusts.values import Phase, Region, TrustKind


@dataclass(frozen=True)
class LeftOut:
    """Why the register leaves a row out."""

    reason: str


KINDS: dict[str, TrustKind | LeftOut] = {
    "06": TrustKind.MULTI_ACADEMY_TRUST,
    "10": TrustKind.SINGLE_ACADEMY_TRUST,
    "11": TrustKind.SECURE_SINGLE_ACADEMY_TRUST,
    "01": LeftOut("federation"),
    "02": LeftOut("trust of maintained schools"),
    "05": LeftOut("school sponsor"),
    "07": LeftOut("umbrella trust"),
    "08": LeftOut("children's centres group"),
    "09": LeftOut("children's centres collaboration"),
}
"""A kind of trust; groups of the other types do not trade."""

GROUP_STATUSES: dict[str, bool | LeftOut] = {
    "OPEN": True,
    "OPEN_BUT_PROPOSED_TO_CLOSE": True,
    "CLOSED": False,
    "PROPOSED_TO_OPEN": LeftOut("proposed to open"),
    "CREATED_IN_ERROR": LeftOut("created in error"),
}
"""Whether the group is open."""

SCHOOL_STATUSES: dict[str, bool | LeftOut] = {"1": True, "2": False, "3": True, "4": LeftOut("proposed to open")}
"""Open; closed; open, but proposed to close; proposed to open."""

TIES: dict[str, bool] = {"3": True, "5": True, "0": False, "1": False, "2": False, "4": False, "": False}
"""Whether TrustSchoolFlag ties the school to an academy trust: 3 multi-academy, 5 single-academy."""

PHASES = {
    "0": Phase.NOT_APPLICABLE,
    "1": Phase.EARLY_YEARS,
    "2": Phase.PRIMARY,
    "3": Phase.PRIMARY,
    "4": Phase.SECONDARY,
    "5": Phase.SECONDARY,
    "6": Phase.SIXTEEN_PLUS,
    "7": Phase.ALL_THROUGH,
}
"""3 and 5 are middle schools, deemed primary or secondary."""

SPECIAL_TYPES = frozenset({"07", "08", "10", "12", "32", "33", "36", "44"})
ALTERNATIVE_TYPES = frozenset({"14", "38", "42", "43"})

REGIONS: dict[str, Region | None] = {**{region.value: region for region in Region}, "Z": None, "": None}


def phase_of(phase: Phase, establishment_type: str) -> Phase:
    """Whom a school teaches: its type says so for special schools and alternative provision."""
    if establishment_type.zfill(2) in SPECIAL_TYPES:
        return Phase.SPECIAL
    if establishment_type.zfill(2) in ALTERNATIVE_TYPES:
        return Phase.ALTERNATIVE_PROVISION
    return phase
