"""The words of the register: kinds of trust, phases, regions."""

from enum import StrEnum


class TrustKind(StrEnum):
    """What sort of academy trust it is."""

    MULTI_ACADEMY_TRUST = "multi_academy_trust"
    SINGLE_ACADEMY_TRUST = "single_academy_trust"
    SECURE_SINGLE_ACADEMY_TRUST = "secure_single_academy_trust"

    @property
    def label(self) -> str:
        """As people write it."""
        return {
            TrustKind.MULTI_ACADEMY_TRUST: "Multi-academy trust",
            TrustKind.SINGLE_ACADEMY_TRUST: "Single-academy trust",
            TrustKind.SECURE_SINGLE_ACADEMY_TRUST: "Secure single-academy trust",
        }[self]


class Phase(StrEnum):
    """Whom a school teaches."""

    EARLY_YEARS = "early_years"
    PRIMARY = "primary"
    SECONDARY = "secondary"
    ALL_THROUGH = "all_through"
    SIXTEEN_PLUS = "sixteen_plus"
    SPECIAL = "special"
    ALTERNATIVE_PROVISION = "alternative_provision"
    NOT_APPLICABLE = "not_applicable"

    @property
    def label(self) -> str:
        """As people write it."""
        return {
            Phase.EARLY_YEARS: "Early years",
            Phase.PRIMARY: "Primary",
            Phase.SECONDARY: "Secondary",
            Phase.ALL_THROUGH: "All-through",
            Phase.SIXTEEN_PLUS: "16 plus",
            Phase.SPECIAL: "Special",
            Phase.ALTERNATIVE_PROVISION: "Alternative provision",
            Phase.NOT_APPLICABLE: "Not given",
        }[self]


class Region(StrEnum):
    """A region of England, by the letter that the register gives it."""

    NORTH_EAST = "A"
    NORTH_WEST = "B"
    YORKSHIRE_AND_THE_HUMBER = "D"
    EAST_MIDLANDS = "E"
    WEST_MIDLANDS = "F"
    EAST_OF_ENGLAND = "G"
    LONDON = "H"
    SOUTH_EAST = "J"
    SOUTH_WEST = "K"

    @property
    def label(self) -> str:
        """As people write it."""
        return {
            Region.NORTH_EAST: "North East",
            Region.NORTH_WEST: "North West",
            Region.YORKSHIRE_AND_THE_HUMBER: "Yorkshire and the Humber",
            Region.EAST_MIDLANDS: "East Midlands",
            Region.WEST_MIDLANDS: "West Midlands",
            Region.EAST_OF_ENGLAND: "East of England",
            Region.LONDON: "London",
            Region.SOUTH_EAST: "South East",
            Region.SOUTH_WEST: "South West",
        }[self]
