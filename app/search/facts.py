"""The few words under a result, and what is found by name."""

from app.kernel.boards import Kind, kinds
from app.kernel.postcodes import miles_in_words
from app.search.labels import few, kind_facets, mark_label, phase_labels, region_labels
from app.search.values import Hit, Query, split_mark
from app.web.formats import day


def facts_of(hit: Hit) -> list[str]:
    """When and how far it is, what is left of it, what it is in its kind's own words, its category, phases, regions."""
    shown = {facet.name for facet in kind_facets([hit.kind]) if facet.is_shown}
    words = [
        *next_line(hit),
        *distance_line(hit),
        *places_line(hit),
        *(["Free"] if hit.is_free and "free" not in hit.price_line.casefold() else []),
        *(mark_label(mark) for mark in hit.marks if split_mark(mark)[0] in shown),
        *(label for _, label in hit.category_path[-1:]),
        *few(phase_labels(hit.phases), "phases"),
        *few(region_labels(hit.regions), "regions"),
    ]
    return list(dict.fromkeys(words))


def next_line(hit: Hit) -> list[str]:
    """Its next day in its kind's words, if it has one: "Next: 3 December 2026"."""
    label = kinds[hit.kind].day_label if hit.kind in kinds else Kind.day_label
    return [f"{label}: {day(hit.next_days[0])}"] if hit.next_days else []


def distance_line(hit: Hit) -> list[str]:
    """How far away it is, if that was measured: "6 miles away"."""
    if hit.miles is None:
        return []
    words = miles_in_words(hit.miles)
    return [f"{words[0].upper()}{words[1:]} away"]


def places_line(hit: Hit) -> list[str]:
    """How many places are left, where they are counted: on the emptiest of its days, where it has several."""
    if hit.places_left is None:
        return []
    if hit.places_left <= 0:
        return ["Full: join the waiting list"]
    left = "1 place left" if hit.places_left == 1 else f"{hit.places_left:,} places left"
    return [f"Up to {left}" if len(hit.next_days) > 1 else left]


def heading(query: Query) -> str:
    """What the page finds: "Find services and courses", or only the kinds that are chosen."""
    hidden = kinds.hidden(query.opened)
    found = [kind for kind in kinds.values() if kind.name not in hidden]
    named = [kind for kind in kinds.values() if kind.name in query.kind] or found
    return f"Find {_plurals(named)}"


def withheld(query: Query) -> str:
    """The kinds that are chosen though whoever asks may not find them: "availabilities", or nothing."""
    return _plurals([kinds[name] for name in kinds.hidden(query.opened) if name in query.kind])


def _plurals(named: list[Kind]) -> str:
    words = [_within_a_sentence(kind) for kind in named]
    return " and ".join(part for part in (", ".join(words[:-1]), *words[-1:]) if part)


def _within_a_sentence(kind: Kind) -> str:
    """The plural with a small letter, unless it begins with letters such as CPD."""
    return kind.plural if kind.plural[1:2].isupper() else kind.plural[:1].lower() + kind.plural[1:]
