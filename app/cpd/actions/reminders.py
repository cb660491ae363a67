"""Reminding people of what is nearly due. Each is told once, however often this is called."""

from datetime import datetime

from app.cpd import messages
from app.cpd.messages import delegates
from app.cpd.messages.reminders import remind_to_decide, remind_to_name
from app.cpd.queries import reminders as queries
from app.cpd.rules import reminders as rules
from app.kernel.clock import london_date


def remind_delegates(*, at: datetime) -> None:
    """Remind everyone booked by name 7 days and 1 day before their first session."""
    today = london_date(at)
    for place in queries.list_starting_soon(at):
        if place.since is None or place.starts_at <= at or not place.delegate.email:
            continue
        days = rules.course_reminder(place.start_date, since=london_date(place.since), today=today)
        if days is not None:
            delegates.remind(place, days=days, at=at)


def remind_bookers(*, at: datetime) -> None:
    """Remind bookers to name places 10 and 3 working days before the day by which they are named, and on it."""
    today = london_date(at)
    for each in queries.list_unnamed(at):
        days = rules.naming_reminder(each.name_by, since=london_date(each.booked_at), today=today)
        if days is not None:
            remind_to_name(each, working_days=days, at=at)


def remind_approvers(*, at: datetime) -> None:
    """Remind those who may approve, and the booker, on the last day for which places are held."""
    today = london_date(at)
    for each in queries.list_holds_ending(at):
        if rules.is_hold_ending(london_date(each.held_until), since=london_date(each.asked_at), today=today):
            remind_to_decide(each, at=at)


def remind_providers(*, at: datetime) -> None:
    """Ask providers to decide about runs below their minimum, and to finish registers the working day after."""
    for each in queries.list_undecided(at):
        if each.run.minimum_places is not None and each.booked < each.run.minimum_places:
            messages.tell_below_minimum(
                each.run, each.title, booked=each.booked, held=each.held, waiting=each.waiting, at=at
            )
    for run, title in queries.list_open_registers(at):
        if rules.is_register_late(london_date(run.ends_at), today=london_date(at)):
            messages.tell_register_open(run, title, at=at)
