"""A calendar file (iCalendar, RFC 5545) of the days on which contracts end and notice has to be given."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from icalendar import Calendar, Event

from app.contracts.values import DayKind, DayOfContract

PRODUCT = "-//Trust Exchange//Contracts//EN"
SAYS = {DayKind.NOTICE: "Last day to give notice", DayKind.ENDS: "Last day", DayKind.STARTS: "First day"}


def write_calendar(days: Iterable[DayOfContract], *, address: str, at: datetime) -> str:
    """A whole day for each; `address` is the site's, without a last slash. An entry keeps its UID for good."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "Contracts")
    for each in days:
        calendar.add_component(_event(each, address, at))
    return str(calendar.to_ical(), "utf-8")


def _event(each: DayOfContract, address: str, at: datetime) -> Event:
    contract, event = each.contract, Event()
    event.add("uid", f"{contract.reference}-{each.kind.value}@{address.partition('://')[2]}")
    event.add("sequence", contract.version)
    event.add("dtstamp", at)
    event.add("dtstart", each.date)
    event.add("dtend", each.date + timedelta(days=1))
    event.add("summary", f"{SAYS[each.kind]}: {contract.title}")
    event.add("description", f"Contract {contract.reference} with {contract.supplier}")
    event.add("url", f"{address}/contracts/{contract.reference}")
    event.add("transp", "TRANSPARENT")
    return event
