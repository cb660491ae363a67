"""The board of links at the top of every page, filled by each domain's register()."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import request, url_for

from app.kernel.actor import Actor

Visible = Callable[[Actor | None], bool]
Count = Callable[[Actor], int]


@dataclass(frozen=True)
class Entry:
    """A link of the navigation; `within` are the paths whose pages belong to it."""

    label: str
    endpoint: str
    order: int
    visible: Visible
    within: tuple[str, ...]


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


def add(
    label: str,
    endpoint: str,
    order: int,
    visible: Visible = lambda actor: actor is not None,
    within: tuple[str, ...] = (),
) -> None:
    """Pin a link, shown to those for whom `visible(actor)` holds; the actor is None for someone not signed in.

    The link counts as where one is on its own page, on pages beneath its path, and beneath `within`.
    """
    _entries[endpoint] = Entry(label, endpoint, order, visible, within)


def count(endpoint: str, counted: Count) -> None:
    """Show beside a link how many things wait behind it: `counted(actor)` for a signed-in actor."""
    _counts[endpoint] = counted


def links(actor: Actor | None) -> list[Link]:
    """The links that someone sees on this page, in their order."""
    seen = sorted((each for each in _entries.values() if each.visible(actor)), key=lambda each: each.order)
    return [_link(each, actor) for each in seen]


def _link(entry: Entry, actor: Actor | None) -> Link:
    href = url_for(entry.endpoint)
    counted = _counts.get(entry.endpoint)
    waiting = counted(actor) if counted and actor else 0
    here = request.path == href
    beneath = any(request.path == path or request.path.startswith(f"{path}/") for path in (href, *entry.within))
    return Link(entry.label, href, here, beneath and not here, waiting)
