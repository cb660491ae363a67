"""The demo's adverts of secondments and the people they are about, as they are written down in data/."""

from functools import cache
from typing import Self

from pydantic import Field, model_validator

from app.sandbox.demo.content import Written, rows


class WrittenSecondee(Written):
    """Somebody whom a trust would lend."""

    key: str
    trust: str
    name: str
    email: str
    post: str
    profile: str


class WrittenAdvert(Written):
    """One advert. `opened` counts working days before today, `closing` from today on, `starts` days of term.

    `filled` is how many working days ago it was closed as filled. Salary is a band in whole pounds.
    """

    key: str
    kind: str
    trust: str
    author: str
    secondee: str = ""
    title: str
    summary: str
    description: str
    family: str
    level: str
    phases: list[str]
    subjects: list[str]
    purpose: str
    school: str
    starts: int | None = None
    weeks: int | None = None
    pattern: str = ""
    days: list[str] = []
    half_terms: list[str] = []
    fte: str = "1"
    part_remote: bool = False
    miles: int | None = None
    essential: str = ""
    desirable: str = ""
    gain: str = ""
    basis: str = ""
    share: int | None = None
    salary: tuple[int, int] | None = None
    opened: int
    closing: int | None = None
    filled: int | None = None
    state: str = "published"


class AdvertContent(Written):
    """Everything that is written down about adverts."""

    adverts: list[WrittenAdvert] = Field(default_factory=list)
    secondees: list[WrittenSecondee] = Field(default_factory=list)

    @model_validator(mode="after")
    def _refers_to_what_there_is(self) -> Self:
        homes = {each.key: each.trust for each in self.secondees}
        for each in self.adverts:
            assert not each.secondee or homes[each.secondee] == each.trust, f"{each.key} lends another trust's person"
        return self


@cache
def advert_content() -> AdvertContent:
    """What is written about adverts. Raises ValidationError for a word that is not known."""
    return AdvertContent(adverts=rows("adverts", "advert"), secondees=rows("secondees", "secondee"))
