"""The words of an evaluation: what is asked of those who came, and what they answered in sum."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

EVALUATION_LINK = "cpd.evaluate"
"""The purpose of the links with which somebody who came says what they thought."""
EVALUATION_LASTS = timedelta(days=60)
"""How long after the end of a run it may be evaluated."""


class Statement(StrEnum):
    """What somebody agrees or disagrees with, in the order in which it is asked."""

    OUTCOMES = "outcomes"
    PRESENTER = "presenter"
    LEVEL = "level"
    CHANGE = "change"
    ORGANISATION = "organisation"
    OVERALL = "overall"

    @property
    def label(self) -> str:
        """The statement itself."""
        return {
            "outcomes": "I learned what the course said I would",
            "presenter": "The presenter was clear and knew the subject",
            "level": "The level was right for me",
            "change": "I will do something differently because of it",
            "organisation": "The course was well organised",
            "overall": "Overall, it was worth my time",
        }[self.value]


SCALE = {
    5: "Strongly agree",
    4: "Agree",
    3: "Neither agree nor disagree",
    2: "Disagree",
    1: "Strongly disagree",
}
"""The answers, the best first."""


@dataclass(frozen=True)
class StatementCounts:
    """How often each answer was given to one statement: `counts` by answer, 1 to 5."""

    statement: Statement
    counts: Mapping[int, int]

    @property
    def answers(self) -> int:
        """How many answered it."""
        return sum(self.counts.values())

    @property
    def average(self) -> float | None:
        """The mean to one decimal, half up; None without an answer."""
        return average(self.counts)

    @property
    def row(self) -> tuple[int, ...]:
        """The counts in the order of the scale, the best first."""
        return tuple(self.counts.get(each, 0) for each in SCALE)


@dataclass(frozen=True)
class Evaluations:
    """What those who came answered in sum; `came` is how many of them were asked.

    `held_back` counts answers that are not among them, since so few would show whose they are.
    """

    given: int
    came: int
    statements: tuple[StatementCounts, ...] = ()
    comments: tuple[str, ...] = ()
    held_back: int = 0

    @property
    def rate(self) -> int:
        """What part of those who came answered, in whole per cent, half up."""
        return (self.given * 200 + self.came) // (2 * self.came) if self.came else 0


def average(counts: Mapping[int, int]) -> float | None:
    """The mean of answers counted by their number, to one decimal, half up; None without any."""
    answers = sum(counts.values())
    if not answers:
        return None
    total = sum(score * count for score, count in counts.items())
    return (total * 20 + answers) // (2 * answers) / 10
