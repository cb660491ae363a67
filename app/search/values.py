"""The words of searching: what is put in, what is asked, what is found. Pure, and light to import."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

PAGE_SIZE = 20


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


class Sort(StrEnum):
    """The orders that results can be put in."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    PRICE = "price"
    TITLE = "title"

    @property
    def label(self) -> str:
        """As it reads in the list of orders."""
        return {
            "relevance": "Best match",
            "newest": "Newest first",
            "price": "Lowest price first",
            "title": "Title, A to Z",
        }[self.value]


@dataclass(frozen=True)
class Document:
    """One listing as anyone may find it; what is not in here cannot be found.

    `category_path` is (code, label) from the top of the tree down to the listing's own category;
    `phases` are values of Phase in trusts, `regions` of Region (all nine for all England);
    `price_pence` is what to sort by, or None where there is no price; `published_at` is UTC;
    `link` is the path of its page.

    `marks` are choices of its kind's own facets, "format:online"; `points` where it happens, as (easting, northing)
    in metres, none when it has no place; `days` the days on which it happens; `places_left` how many can still be
    had, 0 when it is full, None where nothing is counted; `is_free` that it costs nobody anything.
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


@dataclass(frozen=True)
class Query:
    """What someone asks: words, choices within each facet (any of them will do), an order and a page."""

    text: str = ""
    kind: tuple[str, ...] = ()
    category: tuple[str, ...] = ()
    phase: tuple[str, ...] = ()
    region: tuple[str, ...] = ()
    sort: Sort = Sort.RELEVANCE
    page: int = 1
    size: int = PAGE_SIZE

    def chosen(self, facet: Facet) -> tuple[str, ...]:
        """The choices made within a facet; none means all."""
        choices: tuple[str, ...] = getattr(self, facet.value)
        return choices

    @property
    def is_narrowed(self) -> bool:
        """Whether any facet is chosen."""
        return any(self.chosen(facet) for facet in Facet)


@dataclass(frozen=True)
class Piece:
    """A run of a snippet's text, and whether it is one of the words asked for."""

    text: str
    is_match: bool = False


@dataclass(frozen=True)
class Hit:
    """One listing found. `price_line` is filled in from the kinds board."""

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

    `facets` counts, for each choice of a facet, the listings that it would show with every other
    facet's choices kept; `lifted` counts what would be found without a facet's choices, `unnarrowed`
    without any. `relaxed` says that no listing has all the words, so these have any of them;
    `suggestion` is the text with its unknown words spelled as the listings spell them.
    """

    total: int
    hits: tuple[Hit, ...]
    facets: dict[str, dict[str, int]] = field(default_factory=dict)
    lifted: dict[str, int] = field(default_factory=dict)
    unnarrowed: int = 0
    categories: dict[str, Category] = field(default_factory=dict)
    relaxed: bool = False
    suggestion: str = ""
