"""What a results page offers to choose: each facet's choices with their counts, and ways out of no results."""

from dataclasses import dataclass

from app.search.labels import choices_of, label_of
from app.search.values import Category, Facet, Query, Results
from app.search.views.asking import address_of


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


def boxes(facet: Facet, query: Query, results: Results) -> list[Choice]:
    """The choices of a facet that would show something, and those that are chosen."""
    counts, chosen = results.facets[facet.value], query.chosen(facet)
    return [
        Choice(code, label, counts.get(code, 0), code in chosen)
        for code, label in choices_of(facet)
        if counts.get(code) or code in chosen
    ]


def branches(query: Query, results: Results) -> list[Branch]:
    """The tree of categories that would show something, open at the chosen one."""
    counts = results.facets[Facet.CATEGORY.value]
    shown = [each for each in results.categories.values() if counts.get(each.code) or each.code in query.category]
    shown.sort(key=lambda each: each.label.casefold())
    return [_branch(each, shown, query, counts) for each in shown if not each.parent]


def _branch(category: Category, shown: list[Category], query: Query, counts: dict[str, int]) -> Branch:
    children = [each for each in shown if each.parent == category.code]
    is_open = any(code in query.category for code in (category.code, *(child.code for child in children)))
    return Branch(
        label=category.label,
        count=counts.get(category.code, 0),
        link=address_of(query, {"category": category.code}),
        is_chosen=category.code in query.category,
        children=tuple(_branch(child, [], query, counts) for child in children) if is_open else (),
    )


def chips(query: Query, results: Results) -> list[tuple[str, str]]:
    """Each choice made, and the address of the search without it."""
    return [
        (
            label_of(facet, code, results.categories),
            address_of(query, {facet.value: _less(query.chosen(facet), code)}),
        )
        for facet in Facet
        for code in query.chosen(facet)
    ]


def ways_out(query: Query, results: Results) -> list[WayOut]:
    """What to loosen where nothing is found: one facet, else all; only what leads somewhere."""
    ways = [
        WayOut(f"Any {facet.label.lower()}", address_of(query, {facet.value: ()}), results.lifted[facet.value])
        for facet in Facet
        if query.chosen(facet)
    ]
    if len(ways) > 1:
        none = {facet.value: () for facet in Facet}
        ways.append(WayOut("No filters at all", address_of(query, none), results.unnarrowed))
    return [way for way in ways if way.count]


def _less(chosen: tuple[str, ...], code: str) -> tuple[str, ...]:
    return tuple(each for each in chosen if each != code)
