"""What was found in the text of an advert: signs of agency supply, and what says who somebody is."""

from dataclasses import dataclass
from enum import StrEnum


class SignKind(StrEnum):
    """What looks like agency supply."""

    SUPPLY = "supply"
    SEVERAL = "several"
    DAILY_RATE = "daily_rate"

    @property
    def label(self) -> str:
        """What was found, for the author."""
        return {
            "supply": "Words of agency supply",
            "several": "Several people, any of whom would do",
            "daily_rate": "A daily rate",
        }[self.value]

    @property
    def advice(self) -> str:
        """What the author can do."""
        return {
            "supply": "If one named person moves for a term or more, say so in other words.",
            "several": "Write one advert for each post, or for each person.",
            "daily_rate": "Take the rate out, and choose at cost, a share of the cost, free or reciprocal.",
        }[self.value]


@dataclass(frozen=True)
class Sign:
    """One sign of agency supply, and the words in which it was found."""

    kind: SignKind
    words: str


class FindingKind(StrEnum):
    """What in a text says who somebody is, or where they work."""

    EMAIL = "email"
    TELEPHONE = "telephone"
    LINK = "link"
    POSTCODE = "postcode"
    PERSON = "person"
    TRUST = "trust"
    SCHOOL = "school"
    TITLE = "title"
    NAME_LIKE = "name_like"
    FIRST_NAME = "first_name"
    SCHOOL_LIKE = "school_like"
    TRUST_LIKE = "trust_like"
    PLACE = "place"

    @property
    def is_certain(self) -> bool:
        """Whether it must come out; else the author looks whether anybody can be recognised by it."""
        return self not in LIKELY

    @property
    def label(self) -> str:
        """What it is or may be."""
        return {
            "email": "an email address",
            "telephone": "a telephone number",
            "link": "the address of a website",
            "postcode": "a postcode",
            "person": "the person’s name",
            "trust": "your trust’s name",
            "school": "the name of one of your schools",
            "title": "a title that only one person can have",
            "name_like": "what may be a name",
            "first_name": "what may be the person’s first name",
            "school_like": "what may be the name of a school",
            "trust_like": "what may be your trust’s name",
            "place": "a place smaller than a region",
        }[self.value]


LIKELY = frozenset(
    {
        FindingKind.NAME_LIKE,
        FindingKind.FIRST_NAME,
        FindingKind.SCHOOL_LIKE,
        FindingKind.TRUST_LIKE,
        FindingKind.PLACE,
    }
)


@dataclass(frozen=True)
class Finding:
    """Something in a field of an advert that says, or may say, who it is about."""

    field: str
    kind: FindingKind
    words: str


@dataclass(frozen=True)
class Known:
    """What the site itself knows of whom an availability is about: none of it may be told.

    `shown_school` is the school that the person agrees to have named. `places` are towns and local authorities.
    """

    trust: str
    schools: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    person: str = ""
    shown_school: str = ""
