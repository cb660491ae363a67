"""Whom CPD tells in the site, and how: bookers of a trust, and those who run a provider's courses."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from app.cpd.messages.wording import run_line
from app.cpd.queries.runs import runs_by_id
from app.cpd.values import BookingValue, PlaceValue, RunValue
from app.notifications import actions as notifications
from app.notifications.values import Topic
from app.trusts import queries as trusts
from app.trusts.values import Permission

Places = Sequence[PlaceValue]


def bookers(buyer_id: int, booked_by: int) -> list[int]:
    """Whoever booked; everyone who books courses for the trust once that person has left it."""
    still_there = trusts.find_member(buyer_id, booked_by)
    return [booked_by] if still_there else trusts.people_with(buyer_id, Permission.BOOK_CPD)


def providers(provider_id: int, *, but: int | None = None) -> list[int]:
    """Those who run a trust's courses, save one who knows already."""
    return [each for each in trusts.people_with(provider_id, Permission.POST_CPD) if each != but]


def tell(recipients: Iterable[int], subject: str, body: str, *, link: str, key: str, at: datetime) -> None:
    """A notice about CPD, once for its key. It holds no delegate's name: the page it leads to shows them."""
    notifications.notify(
        recipients=recipients, topic=Topic.CPD, subject=subject, body=body, link=link, key=f"cpd.{key}", at=at
    )


def stamp(at: datetime) -> str:
    """What tells one telling of the same thing from a later one, to stand in a key."""
    return f"{at:%Y%m%dT%H%M%S%f}"


def tell_booker(booking: BookingValue, subject: str, body: str, *, step: str, about: Places, at: datetime) -> None:
    """A notice to whoever made a booking, about some of its places; it leads to the booking."""
    tell(
        bookers(booking.buyer_id, booking.booked_by),
        subject,
        body,
        link=f"/r/{booking.reference}",
        key=_key(booking, step, about, at),
        at=at,
    )


def tell_provider(booking: BookingValue, subject: str, body: str, *, step: str, about: Places, at: datetime) -> None:
    """A notice to those who run the provider's courses; where they book for their own trust, not to who booked."""
    own = booking.booked_by if booking.buyer_id == booking.provider_id else None
    tell(
        providers(booking.provider_id, but=own),
        subject,
        body,
        link=places_page(run_of(about)),
        key=f"{_key(booking, step, about, at)}:provider",
        at=at,
    )


def places_page(run: RunValue) -> str:
    """The address of the page where a provider sees everyone on a run."""
    return f"/runs/{run.reference}/places"


def run_of(about: Places) -> RunValue:
    """The run that some places of one booking are on: another than the booking's, once they were moved."""
    run_id = about[0].run_id
    return runs_by_id([run_id])[run_id]


def when(about: Places) -> str:
    """When the run of some places of one booking is, as a sentence."""
    return f"{run_line(run_of(about))}."


def parties(booking: BookingValue) -> tuple[str, str]:
    """The provider's name and the buyer's."""
    names = trusts.names([booking.provider_id, booking.buyer_id])
    return names[booking.provider_id], names[booking.buyer_id]


def _key(booking: BookingValue, step: str, about: Places, at: datetime) -> str:
    return f"{step}:{booking.reference}:{about[0].id}:{stamp(at)}"
