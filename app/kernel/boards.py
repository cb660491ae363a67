"""The boards: how what must run upwards does. Each domain's register() pins its notes here once."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from app.kernel import outbox
from app.kernel.actor import Actor
from app.kernel.references import prefix_of

ERASED_EVERY_SECONDS = 3600
Payload = dict[str, Any]
Reaction = Callable[[Any, datetime], None]


class News:
    """What a lower floor has to tell, and who above answers it.

    An event is a frozen dataclass of ids and plain words (JSON can hold it). A reaction takes the
    event and the time.
    """

    def __init__(self) -> None:
        self._reactions: dict[type, dict[str, Reaction]] = {}

    def answer(self, event: type, reaction: Reaction) -> None:
        """Have `reaction` answer each event of a class."""
        self._reactions.setdefault(event, {})[_name(reaction)] = reaction

    def tell(self, event: object, *, at: datetime) -> None:
        """News of our own decision: answered now, in the same transaction; a failure undoes both."""
        for reaction in self._reactions.get(type(event), {}).values():
            reaction(event, at)

    def tell_later(self, event: Any, *, key: str, at: datetime) -> None:
        """News of an outside fact: each reaction travels by the outbox, alone, and cannot undo the fact."""
        for name in self._reactions.get(type(event), {}):
            outbox.post(
                handler="news",
                payload={"event": _name(type(event)), "facts": asdict(event), "reaction": name},
                key=f"{key}:{name}",
                at=at,
            )

    def deliver(self, payload: Payload, at: datetime) -> None:
        """The outbox's handler: give one event to one reaction."""
        event = next(each for each in self._reactions if _name(each) == payload["event"])
        self._reactions[event][payload["reaction"]](event(**payload["facts"]), at)


@dataclass(frozen=True)
class Errand:
    """Outbox work that calls the outside world, with no transaction open while it does.

    `prepare(payload, at)` reads and may note the attempt, in a transaction, and returns what the
    call needs, or None when there is nothing left to do; `carry_out(prepared)` makes the call, under a key
    that makes doing it twice harmless; `record(payload, outcome, at)` writes, in a transaction, together with the
    mark that the row is done. `give_up(payload, at)`, if there is one, runs when tries run out.
    """

    prepare: Callable[[Payload, datetime], Any]
    carry_out: Callable[[Any], Any]
    record: Callable[[Payload, Any, datetime], None]
    give_up: Callable[[Payload, datetime], None] | None = None


@dataclass(frozen=True)
class Periodic:
    """Work that runs every so many seconds; running it twice is harmless.

    `run(at)` is called with a transaction of its own. Work that is `daily` is also what a demo's
    calendar runs for each day that it is wound on.
    """

    name: str
    every_seconds: int
    run: Callable[[datetime], None]
    daily: bool = False


@dataclass
class Jobs:
    """What the worker runs: outbox handlers, periodic work, erasure; each by name."""

    handlers: dict[str, Callable[[Payload, datetime], None]] = field(default_factory=dict)
    errands: dict[str, Errand] = field(default_factory=dict)
    periodic: dict[str, Periodic] = field(default_factory=dict)
    erasures: dict[str, Callable[[datetime], int]] = field(default_factory=dict)

    def add_handler(self, name: str, handler: Callable[[Payload, datetime], None]) -> None:
        """Outbox work that stays inside the house: one transaction with the mark that it is done."""
        self.handlers[name] = handler

    def add_errand(self, name: str, errand: Errand) -> None:
        """Outbox work that calls the outside world."""
        self.errands[name] = errand

    def add_periodic(self, work: Periodic) -> None:
        """Work that comes round."""
        self.periodic[work.name] = work

    def add_erasure(self, name: str, erase: Callable[[datetime], int]) -> None:
        """Work that erases personal data past its time, every hour; returns how many rows it erased."""
        self.erasures[name] = erase

        def run(at: datetime) -> None:
            erase(at)

        self.add_periodic(Periodic(f"erase {name}", ERASED_EVERY_SECONDS, run, daily=True))


@dataclass(frozen=True)
class KindFacet:
    """What listings of a kind can be narrowed by in that kind's own words: a course by its format.

    `choices` are (code, label) in the order in which they are shown; a document carries its own as marks,
    "format:online". `is_shown` has a result show its choices among the few facts beneath it.

    Kinds may share a facet: then each brings it by the same name with the same label and choices.
    """

    name: str
    label: str
    choices: tuple[tuple[str, str], ...]
    is_shown: bool = False


@dataclass(frozen=True)
class Kind:
    """One kind of listing: what the search and the result page need to know of it.

    `document(reference)` gives the search document of a listing, or None when nobody may find it;
    `references()` names every listing of the kind, for a rebuild; `price_lines(references)` says,
    in one batch, the price of each as a short phrase. `documents(references)`, where there is one, gives
    the documents of many in one batch, and leaves out those that nobody may find.

    `facets` are its own words to narrow by. The search offers dates where listings have days, "places left"
    where they have places, and distance where they have points at which they happen. `days_label` is what is asked
    of the days, such as "Starts between"; `day_label` stands before a listing's next day, such as "Starts".

    `permission` is what somebody needs for the trust they act for, to find listings of the kind at all.
    """

    name: str
    label: str
    plural: str
    document: Callable[[str], Any]
    references: Callable[[], Iterable[str]]
    price_lines: Callable[[Iterable[str]], dict[str, str]]
    facets: tuple[KindFacet, ...] = ()
    has_days: bool = False
    has_places: bool = False
    has_points: bool = False
    documents: Callable[[Iterable[str]], dict[str, Any]] | None = None
    permission: StrEnum | None = None
    days_label: str = "Dates"
    day_label: str = "Next"

    def is_found_by(self, actor: Actor | None) -> bool:
        """Whether somebody may find listings of the kind; None is a visitor."""
        return self.permission is None or (actor is not None and actor.may(self.permission))


class Kinds(dict[str, Kind]):
    """Every kind of listing, by name."""

    def add(self, kind: Kind) -> None:
        """Pin a kind of listing. Raises ValueError where it brings another kind's facet with other words."""
        for other in (each for each in self.values() if each.name != kind.name):
            _check_facets(kind, other)
        self[kind.name] = kind

    def opened_to(self, actor: Actor | None) -> tuple[str, ...]:
        """The kinds that not everybody may find but this person may, by name; a visitor, None, none of them."""
        return tuple(kind.name for kind in self.values() if kind.permission and kind.is_found_by(actor))

    def hidden(self, opened: Collection[str] = ()) -> tuple[str, ...]:
        """The kinds that not everybody may find, by name, less those opened to whoever asks."""
        return tuple(kind.name for kind in self.values() if kind.permission and kind.name not in opened)


class References:
    """Prefix of a public reference to the address of its page."""

    def __init__(self) -> None:
        self._addresses: dict[str, Callable[[str], str]] = {}

    def add(self, prefix: str, address: Callable[[str], str]) -> None:
        """Pin how the page of a reference with this prefix is found."""
        self._addresses[prefix] = address

    def address(self, reference: str) -> str | None:
        """The address of the page of a reference, or None when no page shows such things."""
        build = self._addresses.get(prefix_of(reference) or "")
        return build(reference.strip().upper()) if build else None


def _check_facets(kind: Kind, other: Kind) -> None:
    known = {facet.name: (facet.label, facet.choices) for facet in other.facets}
    for facet in kind.facets:
        if known.get(facet.name, (facet.label, facet.choices)) != (facet.label, facet.choices):
            raise ValueError(
                f"{kind.name} and {other.name} both bring a facet {facet.name!r}, with other words: rename one"
            )


def _name(thing: Any) -> str:
    return f"{thing.__module__}.{thing.__qualname__}"


news = News()
jobs = Jobs()
kinds = Kinds()
references = References()
jobs.add_handler("news", news.deliver)
