"""The panel of filters, as its template wants it."""

from collections.abc import Callable
from dataclasses import dataclass

from app.kernel.boards import Kind, kinds
from app.search.asking.choices import (
    Branch,
    Chip,
    Choice,
    boxes,
    branches,
    chips,
    provider_label,
    unfiltered,
)
from app.search.asking.reading import MILES, Asking
from app.search.asking.typed import day_as_typed
from app.search.labels import choices_of, kind_facets
from app.search.values import Facet, Limit, Results, Sort

MOST_UNFOLDED = 9


@dataclass(frozen=True)
class Boxes:
    """A facet whose choices are ticked; a long one starts folded unless something in it is chosen."""

    name: str
    label: str
    choices: tuple[Choice, ...]

    @property
    def is_long(self) -> bool:
        """Whether its choices would fill the panel."""
        return len(self.choices) > MOST_UNFOLDED

    @property
    def is_chosen(self) -> bool:
        """Whether one of its choices is made."""
        return any(choice.is_chosen for choice in self.choices)


@dataclass(frozen=True)
class Panel:
    """What can be narrowed by, given what is in sight. `search/_filters.html` shows it."""

    asking: Asking
    chips: list[Chip]
    unfiltered: str
    branches: list[Branch]
    any_category: str
    first: list[Boxes]
    """What stands above the limits: the kinds, and what the kind in sight brings."""
    last: list[Boxes]
    free: Choice | None
    has_days: bool
    days_label: str
    has_places: bool
    has_points: bool
    nowhere: int
    providers: Boxes
    """The trusts that offer most of what is found. Any other is chosen by its name."""

    @property
    def asked(self) -> list[str]:
        """The words that the panel asks for itself, which it need not carry."""
        limits = {"from": self.has_days, "to": self.has_days, "places": self.has_places, "free": self.free is not None}
        measured = dict.fromkeys(("near", "school", "miles"), self.has_points)
        offered = dict.fromkeys(("provider", "trust"), self.has_providers)
        ticked = [boxes.name for boxes in (*self.first, *self.last) if boxes.choices]
        return [*ticked, *(name for name, is_asked in (limits | measured | offered).items() if is_asked)]

    @property
    def has_providers(self) -> bool:
        """Whether results can be narrowed to a trust, or a name was typed to."""
        return bool(self.providers.choices or self.asking.word("trust"))

    @property
    def schools(self) -> list[tuple[str, str]]:
        """The places to measure from that can be named, as (value, label)."""
        return [(start.code, start.label) for start in self.asking.starts]

    @property
    def miles(self) -> list[tuple[str, str]]:
        """The distances to choose from, as (value, label)."""
        return [("", "Any distance"), *((str(each), f"{each} miles") for each in MILES)]

    @property
    def days(self) -> dict[str, str]:
        """Both days as they stand in their fields."""
        query = self.asking.query
        read = {"from": query.from_date, "to": query.to_date}
        return {name: day_as_typed(day) if day else self.asking.word(name) for name, day in read.items()}

    @property
    def any_distance(self) -> str:
        """The address of the same search wherever listings happen."""
        return self.asking.address({"miles": None})

    @property
    def error_list(self) -> list[dict[str, str]]:
        """What cannot be understood, each with a link to its field: for the page's error summary."""
        return [{"text": text, "href": f"#by-{name}"} for name, text in self.asking.errors.items()]


def panel_of(asking: Asking, results: Results) -> Panel:
    """The panel of a search and its results."""
    sight, query = in_sight(asking, results), asking.query
    return Panel(
        asking=asking,
        chips=chips(asking, results),
        unfiltered=unfiltered(asking),
        branches=branches(asking, results),
        any_category=asking.address({"category": None}),
        first=[*_kind_boxes(asking, results), *_brought(asking, results, sight)],
        last=[_own_boxes(facet, asking, results) for facet in (Facet.PHASE, Facet.REGION)],
        free=_free(asking, results),
        has_days=_every(sight, lambda kind: kind.has_days)
        or query.is_limited(Limit.DAYS)
        or _wrong(asking, "from", "to"),
        days_label=_days_label(sight),
        has_places=_every(sight, lambda kind: kind.has_places) or query.places is not None or _wrong(asking, "places"),
        has_points=any(kind.has_points for kind in sight) or query.near is not None or _wrong(asking, "near"),
        nowhere=results.nowhere,
        providers=_providers(asking, results),
    )


def orders(asking: Asking, results: Results) -> list[tuple[Sort, str]]:
    """The orders that make sense for what is in sight, each with its address."""
    sensible = {
        Sort.DISTANCE: asking.query.near is not None,
        Sort.SOONEST: _every(in_sight(asking, results), lambda kind: kind.has_days),
    }
    offered = [each for each in Sort if sensible.get(each, True) or each is asking.query.sort]
    return [(each, asking.address({"sort": None if each is Sort.RELEVANCE else each.value})) for each in offered]


def in_sight(asking: Asking, results: Results) -> list[Kind]:
    """The kinds that are chosen, else those that something was found of, else all that may be found."""
    counts = results.facets[Facet.KIND.value]
    named = asking.query.kind or counts.keys() & kinds.keys() or kinds.keys() - set(kinds.hidden(asking.query.opened))
    return [kind for kind in kinds.values() if kind.name in named]


def _every(sight: list[Kind], has: Callable[[Kind], bool]) -> bool:
    return bool(sight) and all(map(has, sight))


def _days_label(sight: list[Kind]) -> str:
    """What the days are asked by: the words of the kinds in sight, where those are the same."""
    labels = {kind.days_label for kind in sight}
    return labels.pop() if len(labels) == 1 else Kind.days_label


def _kind_boxes(asking: Asking, results: Results) -> list[Boxes]:
    """There is no choice of kind while listings are all of one kind, nor on a page about one."""
    if asking.kind or (len(kinds) - len(kinds.hidden(asking.query.opened)) == 1 and not asking.query.kind):
        return []
    return [_own_boxes(Facet.KIND, asking, results)]


def _own_boxes(facet: Facet, asking: Asking, results: Results) -> Boxes:
    chosen = asking.query.chosen(facet)
    return Boxes(facet.value, facet.label, boxes(choices_of(facet), chosen, results.facets[facet.value]))


def _brought(asking: Asking, results: Results, sight: list[Kind]) -> list[Boxes]:
    """The facets of the kinds in sight, and any that is chosen."""
    offered = {facet.name for facet in kind_facets([kind.name for kind in sight])} | asking.words.keys()
    return [
        Boxes(
            facet.name,
            facet.label,
            boxes(facet.choices, asking.query.chosen_of_kind(facet.name), results.facets.get(facet.name, {})),
        )
        for facet in kind_facets()
        if facet.name in offered
    ]


def _providers(asking: Asking, results: Results) -> Boxes:
    chosen = asking.query.provider
    choices = [(code, provider_label(code, results)) for code in dict.fromkeys((*results.providers, *chosen))]
    return Boxes("provider", "Trust", boxes(choices, chosen, results.facets[Limit.PROVIDER.value]))


def _free(asking: Asking, results: Results) -> Choice | None:
    count = results.facets[Limit.FREE.value].get(Limit.FREE.value, 0)
    return Choice("yes", "Free", count, asking.query.free) if count or asking.query.free else None


def _wrong(asking: Asking, *words: str) -> bool:
    return any(word in asking.errors for word in words)
