"""The words of lists of rounds: which of them, narrowed by what, in which order."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.procurement.values.rounds import RoundValue, Stage


class RoundShelf(StrEnum):
    """Which rounds a list holds: those that may be joined still, those past that, the trust's own, those it is in."""

    OPEN = "open"
    LATER = "later"
    LED = "led"
    JOINED = "joined"

    @property
    def label(self) -> str:
        """As it reads on a tab."""
        return {
            "open": "Open rounds",
            "later": "Under way",
            "led": "Led by your trust",
            "joined": "Your trust takes part",
        }[self.value]


class RoundSort(StrEnum):
    """What a list of rounds may be ordered by."""

    COMMIT = "commit"
    STARTS = "starts"
    TITLE = "title"
    LEAD = "lead"


@dataclass(frozen=True)
class RoundFilter:
    """What narrows a list of rounds; `category` is the code of a category, of either level. Both days are included."""

    text: str = ""
    category: str = ""
    stage: Stage | None = None
    commit_from: date | None = None
    commit_until: date | None = None


class Tie(StrEnum):
    """What ties a trust to a round in a list."""

    NONE = ""
    INVITED = "invited"
    JOINED = "joined"
    LEADS = "leads"

    @property
    def label(self) -> str:
        """As it reads on a tag."""
        return {"": "", "invited": "Your trust is invited", "joined": "Your trust takes part", "leads": "You lead"}[
            self.value
        ]


@dataclass(frozen=True)
class RoundLine:
    """A round in a list, with the name of its lead trust and how many trusts take part, the lead among them."""

    held: RoundValue
    lead: str
    participants: int
    tie: Tie
