"""The demo's interests and secondments, as they are written down in data/."""

from datetime import date
from functools import cache
from typing import Literal, Self

from pydantic import Field, model_validator

from app.sandbox.demo.advert_content import WrittenAdvert, advert_content
from app.sandbox.demo.content import Written, rows

Side = Literal["home", "host"]


class WrittenMove(Written):
    """One step of an interest from stage to stage, so many working days ago."""

    stage: str
    by: Side
    ago: int
    reason: str = ""
    message: str = ""


class WrittenInterest(Written):
    """What a host and a home employer have to do with each other about one person. All days are working days ago.

    Where `secondee` is said their employer `by` puts them forward to the opportunity; else the host `by` asks.
    `begun` is when an agreement began to be drawn up.
    """

    key: str
    by: str
    availability: str = ""
    opportunity: str = ""
    secondee: str = ""
    ago: int
    note: str
    employer: int | None = None
    person: int | None = None
    moves: list[WrittenMove] = []
    begun: int | None = None


class WrittenSecondment(Written):
    """One secondment and how far it has come. `starts` counts days of term from today on.

    `issued` counts working days before the first day, or before today where that is to come; the days of the advert
    count as `issued` does. `absent` counts days of term, `reviewed` days from the first. Salaries are in whole pounds
    a year, a rise is [months after the first, day of the month, salary]; the fee is by the month. `leaves_to_accept`
    is how many of the latest charges the host has not accepted, `paid` how many of the first are paid.
    """

    key: str
    secondee: str
    advert: WrittenAdvert
    starts: int
    issued: int
    reaches: Literal["signing", "agreed", "running", "ended"]
    note: str
    home_manager: str
    host_manager: str
    duties: str
    appointed: date
    unchecked: list[str] = []
    salary: int
    rise: tuple[int, int, int] | None = None
    pension: str
    pension_rate: str = ""
    other_rate: str = "0"
    fee: int = 0
    charge_day: int
    absence_days: int | None = None
    absent: tuple[int, int] | None = None
    vat: str
    leaves_to_accept: int = 0
    paid: int = 0
    reviewed: int | None = None
    review: str = ""

    @property
    def home(self) -> str:
        """The UID of the home employer."""
        return next(each.trust for each in advert_content().secondees if each.key == self.secondee)

    @property
    def host(self) -> str:
        """The UID of the host."""
        return self.advert.trust


class SecondmentContent(Written):
    """Everything that is written down about interests and secondments."""

    interests: list[WrittenInterest] = Field(default_factory=list)
    secondments: list[WrittenSecondment] = Field(default_factory=list)

    @model_validator(mode="after")
    def _refers_to_what_there_is(self) -> Self:
        adverts = {each.key for each in advert_content().adverts}
        named = {key for each in self.interests for key in (each.availability, each.opportunity) if key}
        assert named <= adverts, "an interest in an advert that is not there"
        assert all(each.home != each.host for each in self.secondments), "a trust lends to itself"
        return self


@cache
def secondment_content() -> SecondmentContent:
    """What is written about secondments. Raises ValidationError for a word that is not known."""
    return SecondmentContent(interests=rows("interests", "interest"), secondments=rows("secondments", "secondment"))
