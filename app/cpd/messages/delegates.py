"""What the people who go to courses are sent: by e-mail to an address, since they need no account.

Each mail leads to the page of their place by a signed link, and puts its sessions into their calendar, changes
them there or takes them away. Such a mail is secret: what was in it is blanked once it is sent.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from app.cpd.messages import calendars
from app.cpd.messages.calendars import Method
from app.cpd.messages.site import this_site
from app.cpd.messages.telling import stamp
from app.cpd.messages.wording import paragraphs, plain, schedule, weekday
from app.cpd.queries.delegate_places import times_taken_back
from app.cpd.rules.my_place import mailbox_mark
from app.cpd.values import SessionValue
from app.cpd.values.delegates import LINK_LASTS, PLACE_LINK, DelegatePlace
from app.kernel import signing
from app.notifications import actions as notifications
from app.notifications.values import Attachment

CALENDAR_FILE = "course.ics"
CANNOT_GO = (
    "If you cannot go, tell whoever looks after CPD in your trust: somebody else can take the place at no charge."
)
PUTS_IN = "The calendar file with this email puts each session into your calendar. Later changes update it there."
TAKES_OUT = "The calendar file with this email takes the sessions out of your calendar."


def link_to(place: DelegatePlace, *, until: datetime | None = None) -> str:
    """The address of the page of somebody's place, good until 60 days after the run ends, or until another moment."""
    facts: signing.Facts = {
        "place": place.place_id,
        "delegate": place.delegate.id,
        "to": mailbox_mark(place.delegate.email),
    }
    return f"/my-place/{signing.sign(PLACE_LINK, facts, until=until or place.run.ends_at + LINK_LASTS)}"


def confirm(places: Iterable[DelegatePlace], *, at: datetime, step: str = "booked") -> None:
    """Tell people that they have a place: what, when, where, how to join, with the sessions for their calendar.

    `step` is why they are told, where two reasons may fall into one moment.
    """
    going = _reachable(places)
    counts = _counts(going)
    for place in going:
        _mail(
            place,
            f"Your place: {place.title}, {weekday(place.start_date)}",
            paragraphs(
                f"{place.buyer_name} booked you a place on {place.title}, given by {place.provider_name}.",
                _facts(place),
                PUTS_IN,
                CANNOT_GO,
            ),
            step=f"{step}:{place.run.reference}:{stamp(at)}",
            attachment=_file(place, place.sessions, Method.REQUEST, counts, at),
            at=at,
        )


def tell_changed(places: Iterable[DelegatePlace], *, at: datetime) -> None:
    """Tell people that their sessions are at another time or place: their calendars follow."""
    going = _reachable(places)
    counts = _counts(going)
    for place in going:
        _mail(
            place,
            f"Changed: {place.title}, {weekday(place.start_date)}",
            paragraphs(
                f"{place.provider_name} changed {place.title}. This is how it stands now.",
                _facts(place),
                "The calendar file with this email changes the sessions in your calendar.",
                CANNOT_GO,
            ),
            step=f"changed:{place.run.version}:{stamp(at)}",
            attachment=_file(place, place.sessions, Method.REQUEST, counts, at),
            at=at,
        )


def tell_not_going(
    places: Iterable[DelegatePlace],
    why: str,
    *,
    at: datetime,
    subject: str = "",
    step: str = "ended",
    sessions: Sequence[SessionValue] | None = None,
) -> None:
    """Tell people that their place is no longer theirs, and `why` in a sentence: the sessions leave their calendars.

    `sessions` are those that leave, where they are not those of the place any more; `subject` is the mail's, where it
    says something else than that they have no place.
    """
    gone = _reachable(places)
    leaving = {each.place_id: tuple(sessions) if sessions is not None else each.sessions for each in gone}
    counts = times_taken_back(
        [each.delegate.id for each in gone], [each.id for held in leaving.values() for each in held]
    )
    for place in gone:
        _mail(
            place,
            subject or f"You no longer have a place: {place.title}",
            paragraphs(why, TAKES_OUT, "If you did not expect this, ask whoever looks after CPD in your trust."),
            step=f"{step}:{stamp(at)}",
            attachment=_file(place, leaving[place.place_id], Method.CANCEL, counts, at),
            with_link=False,
            at=at,
        )


def remind(place: DelegatePlace, *, days: int, at: datetime) -> None:
    """Remind somebody of their first session, `days` days before it: once for each day on which it may come to be."""
    first = place.start_date
    when = "tomorrow" if days == 1 else f"on {weekday(first)}"
    _mail(
        place,
        f"Reminder: {place.title} is {when}",
        paragraphs(f"You have a place on {place.title}, given by {place.provider_name}.", _facts(place), CANNOT_GO),
        step=f"reminder:{days}:{first}",
        at=at,
    )


def send_links(places: Sequence[DelegatePlace], *, at_least_until: datetime, at: datetime) -> None:
    """Send one address, which all these places are held for, links to them: one mail an hour at most."""
    site, first = this_site().address, places[0]
    lines = [
        f"{each.title}, {weekday(each.start_date)}\n"
        f"{site}{link_to(each, until=max(each.run.ends_at + LINK_LASTS, at_least_until))}"
        for each in places
    ]
    notifications.send_mail_to(
        address=first.delegate.email,
        subject="Links to your places on courses",
        body=paragraphs(
            "Somebody asked for new links to the places on courses that are booked for this email address.",
            *lines,
            "If it was not you, ignore this email: nobody else was sent the links.",
        ),
        key=f"cpd.links:{first.delegate.id}:{at:%Y%m%dT%H}",
        at=at,
        secret=True,
    )


def _mail(
    place: DelegatePlace,
    subject: str,
    body: str,
    *,
    step: str,
    at: datetime,
    attachment: Attachment | None = None,
    with_link: bool = True,
) -> None:
    notifications.send_mail_to(
        address=place.delegate.email,
        subject=subject,
        body=body,
        link=link_to(place) if with_link else None,
        attachment=attachment,
        key=f"cpd.place:{place.place_id}:{place.delegate.id}:{step}",
        at=at,
        secret=True,
    )


def _facts(place: DelegatePlace) -> str:
    instructions = f"Joining instructions\n\n{plain(place.joining_instructions)}" if place.joining_instructions else ""
    return paragraphs("When and where", schedule(place.sessions), instructions)


def calendar_of(place: DelegatePlace, *, at: datetime) -> str:
    """The sessions of somebody's place as a file to add to any calendar: it names nobody (RFC 5546 section 3.2.1)."""
    entries = [replace(each, attendee=None) for each in _entries(place, place.sessions, _counts([place]))]
    return calendars.write_calendar(entries, method=Method.PUBLISH, at=at)


def _file(
    place: DelegatePlace,
    sessions: Sequence[SessionValue],
    method: Method,
    counts: Counter[tuple[int, int]],
    at: datetime,
) -> Attachment:
    content = calendars.write_calendar(_entries(place, sessions, counts), method=method, at=at)
    return Attachment(CALENDAR_FILE, calendars.MEDIA_TYPE, content, method.value)


def _entries(
    place: DelegatePlace, sessions: Sequence[SessionValue], counts: Counter[tuple[int, int]]
) -> list[calendars.Entry]:
    description = paragraphs(f"Given by {place.provider_name}.", plain(place.joining_instructions))
    return [
        calendars.Entry(
            session=each,
            title=place.title,
            organiser=place.provider_name,
            description=description,
            path=f"/courses/{place.listing_reference}",
            attendee=place.delegate,
            times_taken_back=counts[place.delegate.id, each.id],
        )
        for each in sessions
    ]


def _reachable(places: Iterable[DelegatePlace]) -> list[DelegatePlace]:
    """Those with an address: an erased one has none."""
    return [each for each in places if each.delegate.email]


def _counts(places: Sequence[DelegatePlace]) -> Counter[tuple[int, int]]:
    return times_taken_back([each.delegate.id for each in places], [s for each in places for s in each.session_ids])
