"""The board of links at the top of every page, filled by each domain's register()."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from flask import request, url_for

from app.kernel.actor import Actor

Visible = Callable[[Actor | None], bool]
Count = Callable[[Actor], int]


@dataclass(frozen=True)
class Entry:
    """A link of the navigation."""

    label: str
    endpoint: str
    order: int
    visible: Visible


@dataclass(frozen=True)
class Link:
    """An entry as one page shows it."""

    label: str
    href: str
    current: bool
    active: bool
    count: int


_entries: dict[str, Entry] = {}
_counts: dict[str, Count] = {}
_within: defaultdict[str, set[str]] = defaultdict(set)


def add(
    label: str,
    endpoint: str,
    order: int,
    visible: Visible = lambda actor: actor is not None,
    within: tuple[str, ...] = (),
) -> None:
    """Pin a link, shown to those for whom `visible(actor)` holds; the actor is None for someone not signed in.

    The link counts as where one is on its own page, on pages beneath its path, and on those that `belong` to it.
    """
    _entries[endpoint] = Entry(label, endpoint, order, visible)
    belong(endpoint, *within)


def belong(endpoint: str, *paths: str) -> None:
    """Have the pages at and beneath these paths belong to a link, whichever domain pins it.

    A `*` stands for any one part of a path. Where several links claim a page, the longest path has it.
    """
    _within[endpoint].update(paths)


def count(endpoint: str, counted: Count) -> None:
    """Show beside a link how many things wait behind it: `counted(actor)` for a signed-in actor."""
    _counts[endpoint] = counted


def links(actor: Actor | None) -> list[Link]:
    """The links that someone sees on this page, in their order; at most one is where they are."""
    seen = sorted((each for each in _entries.values() if each.visible(actor)), key=lambda each: each.order)
    nearest = max(seen, key=_nearness, default=None)
    return [_link(each, actor, is_nearest=each is nearest and _nearness(each) > 0) for each in seen]


def _link(entry: Entry, actor: Actor | None, *, is_nearest: bool) -> Link:
    href = url_for(entry.endpoint)
    counted = _counts.get(entry.endpoint)
    waiting = counted(actor) if counted and actor else 0
    here = request.path == href
    return Link(entry.label, href, here, is_nearest and not here, waiting)


def _nearness(entry: Entry) -> int:
    """How many parts the longest path of a link has that this page is at or beneath; 0 where it is at none."""
    paths = (url_for(entry.endpoint), *_within[entry.endpoint])
    return max(len(path.split("/")) if _covers(path, request.path) else 0 for path in paths)


def _covers(path: str, page: str) -> bool:
    wanted, parts = path.split("/"), page.split("/")
    return len(parts) >= len(wanted) and all(name in ("*", part) for name, part in zip(wanted, parts, strict=False))
