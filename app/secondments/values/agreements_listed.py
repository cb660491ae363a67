"""The words of a list of secondments, of what is awaited from whom, and of what blocks a start."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.secondments.values.adverts import WHOLE
from app.secondments.values.agreements import HoursStep, Party, SecondmentState, SecondmentValue


class SecondmentSide(StrEnum):
    """Which way somebody goes, as a trust sees it."""

    OUT = "out"
    IN = "in"

    @property
    def label(self) -> str:
        """As it reads on a tab or in a list."""
        return {"out": "Lent out", "in": "Borrowed"}[self.value]


class SecondmentSort(StrEnum):
    """What a list of secondments may be ordered by."""

    STARTS = "starts"
    ENDS = "ends"
    POST = "post"
    BEGUN = "begun"


@dataclass(frozen=True)
class SecondmentFilter:
    """What narrows a list of secondments; nothing chosen shows all. `on_date` keeps those whose days include it."""

    side: SecondmentSide | None = None
    state: SecondmentState | None = None
    on_date: date | None = None
    text: str = ""


@dataclass(frozen=True)
class SecondmentLine:
    """One line of a trust's list. `name` is the secondee's for HR leads, else "the secondee"."""

    secondment: SecondmentValue
    side: SecondmentSide
    other_trust: str
    name: str
    awaits: bool


@dataclass(frozen=True)
class Outstanding:
    """Something that has still to be done by a party before a secondment can go on; `link` is where."""

    party: Party
    what: str
    link: str = ""


@dataclass(frozen=True)
class Held:
    """Another secondment of the same person: what share of full time it takes, from which days, to its last."""

    reference: str
    hours: tuple[HoursStep, ...]
    last: date


@dataclass(frozen=True)
class Overlap:
    """Days, both included, on which several secondments take more than the whole of somebody's time."""

    first: date
    last: date
    references: tuple[str, ...]
    parts: int

    @property
    def fte(self) -> str:
        """How much of full time that is in all: 1.2."""
        return f"{self.parts / WHOLE:.4f}".rstrip("0").rstrip(".")
