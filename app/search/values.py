"""The words of searching: what is put in, what is asked, what is found. Pure, and light to import."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from app.kernel.postcodes import Point

PAGE_SIZE = 20
MARK = ":"
"""Stands between the name of a kind's own facet and the choice, in a document's marks and a query's."""
NOBODY = 0
"""Stands for the trust of a listing whose trust is not told: no trust has this id."""
MOST_PROVIDERS = 10


class Facet(StrEnum):
    """What results can be narrowed by."""

    KIND = "kind"
    CATEGORY = "category"
    PHASE = "phase"
    REGION = "region"

    @property
    def label(self) -> str:
        """As it reads beside its choices."""
        return {"kind": "Type", "category": "Category", "phase": "Phase", "region": "Region"}[self.value]


class Limit(StrEnum):
    """What else results can be narrowed by: all by the trust that offers, others for kinds that have it."""

    DAYS = "days"
    PLACES = "places"
    FREE = "free"
    DISTANCE = "distance"
    PROVIDER = "provider"


class Sort(StrEnum):
    """The orders that results can be put in."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    SOONEST = "soonest"
    DISTANCE = "distance"
    PRICE = "price"
    TITLE = "title"

    @property
    def label(self) -> str:
        """As it reads in the list of orders."""
        return {
            "relevance": "Best match",
            "newest": "Newest first",
            "soonest": "Soonest first",
            "distance": "Nearest first",
            "price": "Lowest price first",
            "title": "Title, A to Z",
        }[self.value]


@dataclass(frozen=True)
class Document:
    """One listing as it may be found; what is not in here cannot be found.

    `category_path` is (code, label) from the top of the tree down to the listing's own category;
    `phases` are values of Phase in trusts, `regions` of Region (all nine for all England);
    `price_pence` is what to sort by, or None where there is no price; `published_at` is UTC;
    `link` is the path of its page.

    `marks` are choices of its kind's own facets, "format:online"; `points` where it happens, as (easting, northing)
    in metres, none when it has no place; `days` the days on which it happens; `places_left` how many can still be
    had, 0 when it is full, None where nothing is counted; `is_free` that it costs nobody anything.

    `provider_id` is NOBODY where the trust is not told: nothing is then counted or narrowed by it. `only_for` are
    the ids of the trusts that alone may find it, its own among them, none for everybody.
    """

    reference: str
    kind: str
    title: str
    summary: str
    body: str
    provider_name: str
    provider_id: int
    category_path: tuple[tuple[str, str], ...]
    phases: tuple[str, ...]
    regions: tuple[str, ...]
    price_pence: int | None
    published_at: datetime
    link: str
    marks: tuple[str, ...] = ()
    points: tuple[tuple[int, int], ...] = ()
    days: tuple[date, ...] = ()
    places_left: int | None = None
    is_free: bool = False
    only_for: tuple[int, ...] = ()


@dataclass(frozen=True)
class Query:
    """What someone asks: words, choices within each facet (any of them will do), limits, an order and a page.

    `marks` are choices of kinds' own facets, as in Document. A listing is within the days if one of its days is,
    both ends included; days before `on`, the day of asking, count for nothing. `places` is how many must be left
    at least. `near` is where distances are measured from, `where` what was typed to say so; `miles` leaves out
    what happens farther away than that, and what happens nowhere; without it distances are only told.

    `provider` are ids of trusts, written out; `provider_name` is words, each of which begins a word of a trust's
    name. A trust of either will do.

    `opened` are the kinds that not everybody may find but whoever asks may: of the others of those nothing is
    found or counted. `trust_id` is the trust for whom is asked, None for a visitor: nothing is found or counted
    that is only for others.
    """

    text: str = ""
    kind: tuple[str, ...] = ()
    category: tuple[str, ...] = ()
    phase: tuple[str, ...] = ()
    region: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    from_date: date | None = None
    to_date: date | None = None
    places: int | None = None
    free: bool = False
    near: Point | None = None
    where: str = ""
    miles: int | None = None
    on: date | None = None
    sort: Sort = Sort.RELEVANCE
    page: int = 1
    size: int = PAGE_SIZE
    opened: tuple[str, ...] = ()
    provider: tuple[str, ...] = ()
    provider_name: str = ""
    trust_id: int | None = None

    def chosen(self, facet: Facet) -> tuple[str, ...]:
        """The choices made within a facet; none means all."""
        choices: tuple[str, ...] = getattr(self, facet.value)
        return choices

    def chosen_of_kind(self, name: str) -> tuple[str, ...]:
        """The choices made within a facet that a kind brings."""
        return tuple(code for facet, code in map(split_mark, self.marks) if facet == name)

    def is_limited(self, limit: Limit) -> bool:
        """Whether a limit is set."""
        return {
            Limit.DAYS: self.from_date is not None or self.to_date is not None,
            Limit.PLACES: self.places is not None,
            Limit.FREE: self.free,
            Limit.DISTANCE: self.near is not None and self.miles is not None,
            Limit.PROVIDER: bool(self.provider or self.provider_name),
        }[limit]

    @property
    def is_narrowed(self) -> bool:
        """Whether any facet is chosen or any limit set."""
        return any(map(self.chosen, Facet)) or bool(self.marks) or any(map(self.is_limited, Limit))

    @property
    def first_day(self) -> date | None:
        """The first day that counts."""
        return max((day for day in (self.from_date, self.on) if day), default=None)

    def counts_day(self, day: date) -> bool:
        """Whether a day is within those asked for and not over."""
        return (self.first_day is None or self.first_day <= day) and (self.to_date is None or day <= self.to_date)


@dataclass(frozen=True)
class StartingPoint:
    """A place that someone may measure distances from by naming it: a school, its id as the code."""

    code: str
    label: str
    point: Point


def split_mark(mark: str) -> tuple[str, str]:
    """The name of the facet and the choice that a mark stands for."""
    name, _, code = mark.partition(MARK)
    return name, code


@dataclass(frozen=True)
class Piece:
    """A run of a snippet's text, and whether it is one of the words asked for."""

    text: str
    is_match: bool = False


@dataclass(frozen=True)
class Hit:
    """One listing found. `price_line` is filled in from the kinds board.

    `next_days` are its days that the query counts, the soonest first; `miles` is how far the nearest of its points
    is from where the query measures, None where nothing is measured or it happens nowhere.
    """

    reference: str
    kind: str
    title: str
    summary: str
    provider_name: str
    provider_id: int
    category_path: tuple[tuple[str, str], ...]
    phases: tuple[str, ...]
    regions: tuple[str, ...]
    price_pence: int | None
    published_at: datetime
    link: str
    marks: tuple[str, ...] = ()
    next_days: tuple[date, ...] = ()
    places_left: int | None = None
    is_free: bool = False
    miles: float | None = None
    snippet: tuple[Piece, ...] = ()
    price_line: str = ""


@dataclass(frozen=True)
class Category:
    """A place in the tree of categories that the index holds. The top level has no parent."""

    code: str
    label: str
    parent: str = ""


@dataclass(frozen=True)
class Results:
    """What was found: how many in all, one page of them, and how the rest divides.

    `facets` counts, for each choice of a facet, the search's own or a kind's, the listings that it would show
    with every other choice and limit kept; under Limit.FREE it counts the free ones, under Limit.PROVIDER those of
    the trusts in `providers`: the names, by id, of the ten with most and of any chosen. `lifted` counts what would be
    found without a facet's choices or a limit, `unnarrowed` without any; `nowhere` counts the listings that the
    distance leaves out because they have no place. `relaxed` says that no listing has all the words, so these have
    any of them; `suggestion` is the text with its unknown words spelled as the listings spell them.
    """

    total: int
    hits: tuple[Hit, ...]
    facets: dict[str, dict[str, int]] = field(default_factory=dict)
    lifted: dict[str, int] = field(default_factory=dict)
    unnarrowed: int = 0
    nowhere: int = 0
    categories: dict[str, Category] = field(default_factory=dict)
    providers: dict[str, str] = field(default_factory=dict)
    relaxed: bool = False
    suggestion: str = ""


@dataclass(frozen=True)
class Idea:
    """What somebody whose search found nothing might do instead: a sentence, and a link with its words."""

    text: str
    link: str
    link_text: str
