"""The waiting list: who is next, and until when a place is offered."""

from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeVar

from app.cpd.rules.places import CannotBook, MovedOn
from app.kernel.clock import LONDON, london_date
from app.kernel.errors import Refused
from app.kernel.working_days import is_working_day

OPENS, CLOSES = time(8), time(18)
T = TypeVar("T")


class PlacesLeft(CannotBook):
    """There are places: nobody need wait."""


class OfferOver(Refused):
    """An offer is not there to be answered any more."""


def offer_until(at: datetime, hours: int, starts_at: datetime) -> datetime:
    """Until when a place is offered, in UTC: so many hours on, of those from 8am to 6pm of working days in London.

    Never past `starts_at`, when what the place is for begins. An offer made outside those hours counts from the
    next 8am.
    """
    left, day = timedelta(hours=hours), london_date(at)
    while True:
        opens, closes = _span(day, at)
        if opens is not None and left <= closes - opens:
            return min(opens + left, starts_at).astimezone(UTC)
        left -= closes - opens if opens is not None else timedelta()
        day += timedelta(days=1)


def fits(wanted: Iterable[int], left: Mapping[int, int]) -> bool:
    """Whether every session that a place is for has a seat; `left` says how many seats each has."""
    return all(left.get(each, 0) > 0 for each in wanted)


def next_in_line(line: Iterable[tuple[T, Collection[int]]], left: Mapping[int, int]) -> list[T]:
    """Who is offered a place, in order: each the first whose sessions all have a seat after those before were served.

    `line` is who waits and the sessions they wait for, the first in line first.
    """
    remaining, served = dict(left), []
    for who, wanted in line:
        if fits(wanted, remaining):
            served.append(who)
            for each in wanted:
                remaining[each] -= 1
    return served


def check_can_wait(*, count: int, left: int) -> None:
    """Raises PlacesLeft where there is a seat for everybody asked for."""
    if count <= left:
        raise PlacesLeft("There are places: book them.")


def check_can_accept(offered_until: datetime | None, at: datetime) -> None:
    """An offer is accepted before the moment it runs out. Raises MovedOn or OfferOver."""
    if offered_until is None:
        raise MovedOn
    if has_run_out(offered_until, at):
        raise OfferOver("This offer has run out, so the place went to the next in line. You can join the list again.")


def has_run_out(until: datetime, at: datetime) -> bool:
    """Whether an offer or a hold is over: from the very moment that it names."""
    return at >= until


def _span(day: date, at: datetime) -> tuple[datetime | None, datetime]:
    """The part of a day that counts from a moment on, in UTC; it never opens on a day that does not."""
    opens = max(datetime.combine(day, OPENS, LONDON).astimezone(UTC), at)
    closes = datetime.combine(day, CLOSES, LONDON).astimezone(UTC)
    return (opens, closes) if is_working_day(day) and opens < closes else (None, closes)
