"""What is told about a run as a whole: that it changed, is cancelled, has too few people, or an open register."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from app.cpd.messages import delegates
from app.cpd.messages.telling import Places, bookers, places_page, providers, tell, tell_booker
from app.cpd.messages.wording import day, paragraphs, places, run_line, session_place, session_time
from app.cpd.queries.bookers import list_bookers
from app.cpd.queries.charging import charges_of_places
from app.cpd.queries.delegate_places import delegate_places, list_booked_of_run
from app.cpd.values import BookingValue, RunValue, SessionValue
from app.kernel.money import Money
from app.trusts import queries as trusts


def tell_run_changed(before: RunValue, run: RunValue, *, at: datetime) -> None:
    """Every booker with a live place, and every delegate booked: which sessions changed, from what to what.

    A change that no calendar needs to follow (a name, a capacity) tells nobody. Call it once the run is written.
    """
    moved = _moved(before, run)
    if not moved:
        return
    provider = trusts.names([run.provider_id])[run.provider_id]
    for each in list_bookers(run.id):
        tell(
            bookers(each.buyer_id, each.booked_by),
            f"Changed: {each.title}",
            paragraphs(
                f"{provider} changed {each.title}, on which you have {places(each.places)}.",
                *(f"It was: {_line(old)}.\nIt is now: {_line(new)}." for old, new in moved),
                "Everyone booked by name was sent the change and a new calendar file.",
                "If somebody cannot come now, give their place to somebody else at no charge, or cancel it.",
            ),
            link=f"/r/{each.reference}",
            key=f"run_changed:{each.reference}:{run.reference}:{run.version}",
            at=at,
        )
    changed = {new.id for _, new in moved}
    delegates.tell_changed([each for each in list_booked_of_run(run.id) if each.session_ids & changed], at=at)


def tell_run_cancelled(run: RunValue, ended: Sequence[tuple[BookingValue, Places]], *, at: datetime) -> None:
    """The bookers: the provider cancelled the run, why, and what is credited. The delegates who were to come too.

    `ended` are the bookings with the places that this ended. Call it once, when the cancellation is written.
    """
    provider = trusts.names([run.provider_id])[run.provider_id]
    reason = f"Their reason: {run.cancellation.reason}" if run.cancellation else ""
    charged = charges_of_places(each.id for _, held in ended for each in held)
    for booking, held in ended:
        tell_booker(
            booking,
            f"Cancelled by {provider}: {booking.title}",
            paragraphs(
                f"{provider} cancelled {booking.title}, {run_line(run)}. You had {places(len(held))}.",
                reason,
                _credited(charged[each.id].net for each in held if each.id in charged),
                "Everyone booked by name was told, and their calendars follow.",
            ),
            step="run_cancelled",
            about=held,
            at=at,
        )
    delegates.tell_not_going(
        delegate_places(each.id for _, held in ended for each in held if each.booked_at is not None),
        paragraphs(f"{provider} cancelled this course, {run_line(run)}.", reason),
        step="run_cancelled",
        at=at,
    )


def tell_below_minimum(run: RunValue, title: str, *, booked: int, held: int, waiting: int, at: datetime) -> None:
    """The provider: fewer people than the run needs on the day on which that is decided. Once for that day."""
    tell(
        providers(run.provider_id),
        f"Decide today: {title} has {booked} of {run.minimum_places} booked",
        paragraphs(
            f"{run_line(run)}.",
            f"{places(booked)} booked, {held} held for approval, {waiting} on the waiting list. You wanted at least "
            f"{run.minimum_places} by {day(run.decide_on_date)}."
            if run.decide_on_date
            else "",
            "Decide that the course goes ahead all the same, or cancel it: everyone is told, and what was charged is "
            "credited.",
        ),
        link=places_page(run),
        key=f"below_minimum:{run.reference}:{run.decide_on_date}",
        at=at,
    )


def tell_register_open(run: RunValue, title: str, *, at: datetime) -> None:
    """The provider: the course is over and its register is not finished. Once for each run."""
    tell(
        providers(run.provider_id),
        f"Finish the register: {title}",
        paragraphs(
            f"{run_line(run)}.",
            "The course is over and its register is not finished. Mark who came and close it: certificates and "
            "evaluations follow from it.",
        ),
        link=f"/runs/{run.reference}/register",
        key=f"register_open:{run.reference}",
        at=at,
    )


def _moved(before: RunValue, run: RunValue) -> list[tuple[SessionValue, SessionValue]]:
    """The sessions that a calendar must follow, as they were and as they are."""
    old = {each.id: each for each in before.sessions}
    return [(old[each.id], each) for each in run.sessions if each.id in old and each.sequence > old[each.id].sequence]


def _line(session: SessionValue) -> str:
    return f"{session_time(session)}, {session_place(session)}"


def _credited(amounts: Iterable[Money]) -> str:
    total = Money.total(amounts)
    if not total:
        return "Nothing is charged."
    return f"You pay nothing: the {total} without VAT that was charged is credited in full."
