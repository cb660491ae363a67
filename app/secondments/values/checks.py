"""The words of the safer-recruitment checks that a home employer confirms. No document's number has a place here."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class CheckItem(StrEnum):
    """A check on the single central record, in its order."""

    IDENTITY = "identity"
    RIGHT_TO_WORK = "right_to_work"
    ENHANCED_DBS = "enhanced_dbs"
    BARRED_LIST = "barred_list"
    PROHIBITION = "prohibition"
    SECTION_128 = "section_128"
    OVERSEAS = "overseas"
    QUALIFICATIONS = "qualifications"

    @property
    def label(self) -> str:
        """As it reads on the record."""
        return {
            "identity": "Identity",
            "right_to_work": "Right to work in the United Kingdom",
            "enhanced_dbs": "Enhanced DBS",
            "barred_list": "Children’s barred list",
            "prohibition": "Prohibition from teaching",
            "section_128": "Section 128 direction",
            "overseas": "Checks of time spent overseas",
            "qualifications": "Qualifications",
        }[self.value]


class WhyNot(StrEnum):
    """Why a check is not required: chosen, never written, so that there is nowhere to put what must not be kept."""

    NO_TEACHING = "no_teaching"
    NO_MANAGEMENT = "no_management"
    NOT_OVERSEAS = "not_overseas"
    NONE_NEEDED = "none_needed"
    NOT_REGULATED = "not_regulated"

    @property
    def label(self) -> str:
        """As it reads on the record."""
        return {
            "no_teaching": "The post includes no teaching work",
            "no_management": "The post is not in management or governance",
            "not_overseas": "The person has not lived or worked abroad for long enough to need them",
            "none_needed": "The post needs no qualification by law",
            "not_regulated": "The post is not regulated activity",
        }[self.value]


@dataclass(frozen=True)
class Confirmed:
    """What a home employer says of one item: done on a day, or not required and why; exactly one of the two."""

    item: CheckItem
    done_date: date | None
    why_not: WhyNot | None


@dataclass(frozen=True)
class CheckValue(Confirmed):
    """The same as it is held, with who confirmed it and when."""

    confirmed_by: int
    confirmed_at: datetime


@dataclass(frozen=True)
class ArrivalValue:
    """That the host saw that the person who came is the person named."""

    arrived_date: date
    confirmed_by: int
    confirmed_at: datetime
