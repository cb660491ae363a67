"""What a search offers to choose, with counts; the choices made; and ways out of no results."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.search.asking.reading import Asking
from app.search.labels import kind_facets, label_of, mark_label
from app.search.values import Category, Facet, Limit, Results, split_mark
from app.web.formats import day

DISTANCE_WORDS = ("near", "school", "miles")
LIMIT_WORDS = {
    Limit.DAYS: ("Any date", ("from", "to")),
    Limit.PLACES: ("Any number of places left", ("places",)),
    Limit.FREE: ("Free or not", ("free",)),
    Limit.DISTANCE: ("Any distance", DISTANCE_WORDS),
    Limit.PROVIDER: ("Any trust", ("provider", "trust")),
}
Chip = tuple[str, str]


@dataclass(frozen=True)
class Choice:
    """A box to tick: `count` is how many listings ticking it alone would show."""

    value: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Branch:
    """A category as a link; the chosen one's children, or its sisters where it has none, stand under their parent."""

    label: str
    count: int
    link: str
    is_chosen: bool
    children: tuple["Branch", ...] = ()


@dataclass(frozen=True)
class WayOut:
    """A link that loosens the search, and how many listings it leads to."""

    label: str
    link: str
    count: int


def boxes(choices: Iterable[tuple[str, str]], chosen: tuple[str, ...], counts: dict[str, int]) -> tuple[Choice, ...]:
    """The choices of a facet that would show something, and those that are chosen."""
    return tuple(
        Choice(code, label, counts.get(code, 0), code in chosen)
        for code, label in choices
        if counts.get(code) or code in chosen
    )


def branches(asking: Asking, results: Results) -> list[Branch]:
    """The tree of categories that would show something, open at the chosen one."""
    counts = results.facets[Facet.CATEGORY.value]
    chosen = asking.query.category
    shown = [each for each in results.categories.values() if counts.get(each.code) or each.code in chosen]
    shown.sort(key=lambda each: each.label.casefold())
    return [_branch(each, shown, asking, counts) for each in shown if not each.parent]


def _branch(category: Category, shown: list[Category], asking: Asking, counts: dict[str, int]) -> Branch:
    chosen = asking.query.category
    children = [each for each in shown if each.parent == category.code]
    is_open = any(code in chosen for code in (category.code, *(child.code for child in children)))
    return Branch(
        label=category.label,
        count=counts.get(category.code, 0),
        link=asking.address({"category": category.code}),
        is_chosen=category.code in chosen,
        children=tuple(_branch(child, [], asking, counts) for child in children) if is_open else (),
    )


def chips(asking: Asking, results: Results) -> list[Chip]:
    """Each choice made and each limit set, and the address of the search without it."""
    return [
        *_facet_chips(asking, results),
        *_mark_chips(asking),
        *_limit_chips(asking),
        *_provider_chips(asking, results),
    ]


def _facet_chips(asking: Asking, results: Results) -> Iterator[Chip]:
    for facet in Facet:
        for code in asking.words.get(facet.value, ()):
            yield label_of(facet, code, results.categories), _without(asking, facet.value, code)


def _mark_chips(asking: Asking) -> Iterator[Chip]:
    for mark in asking.query.marks:
        yield mark_label(mark), _without(asking, *split_mark(mark))


def _limit_chips(asking: Asking) -> Iterator[Chip]:
    query = asking.query
    if query.from_date and query.from_date == query.to_date:
        yield f"On {day(query.from_date)}", asking.address(dict.fromkeys(("from", "to")))
    else:
        if query.from_date:
            yield f"From {day(query.from_date)}", asking.address({"from": None})
        if query.to_date:
            yield f"Until {day(query.to_date)}", asking.address({"to": None})
    if query.places:
        yield f"{query.places} or more places left", asking.address({"places": None})
    if query.free:
        yield "Free", asking.address({"free": None})
    if query.near:
        label = f"Within {query.miles} miles of {query.where}" if query.miles else f"Distance from {query.where}"
        yield label, asking.address(dict.fromkeys(DISTANCE_WORDS))


def _provider_chips(asking: Asking, results: Results) -> Iterator[Chip]:
    for code in asking.query.provider:
        yield provider_label(code, results), _without(asking, "provider", code)
    if asking.query.provider_name:
        yield f"Trust: “{asking.query.provider_name}”", asking.address({"trust": None})


def provider_label(code: str, results: Results) -> str:
    """What a trust that was chosen is called; nothing is told of one with no listing to find."""
    return results.providers.get(code, "A trust with no listings")


def ways_out(asking: Asking, results: Results) -> list[WayOut]:
    """What to loosen where nothing is found: one facet or limit, else all; only what leads somewhere."""
    ways = [
        WayOut(label, asking.address(dict.fromkeys(words)), results.lifted[name])
        for name, label, words in _loosened(asking)
    ]
    if len(ways) > 1:
        everything = unfiltered(asking)
        ways.append(WayOut("No filters at all", everything, results.unnarrowed if not asking.kind else 0))
    return [way for way in ways if way.count]


def _loosened(asking: Asking) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    for facet in Facet:
        if facet.value in asking.words:
            yield facet.value, f"Any {facet.label.lower()}", (facet.value,)
    for brought in kind_facets():
        if brought.name in asking.words:
            yield brought.name, f"Any {brought.label.lower()}", (brought.name,)
    for limit, (label, words) in LIMIT_WORDS.items():
        if asking.query.is_limited(limit):
            yield limit.value, label, words


def unfiltered(asking: Asking) -> str:
    """The address of the search with only its text and its order."""
    return asking.address({name: None for name in asking.words if name not in ("text", "sort")})


def _without(asking: Asking, name: str, code: str) -> str:
    return asking.address({name: tuple(each for each in asking.words[name] if each != code)})
