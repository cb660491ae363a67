"""Who came to which sessions, by the registers: what records and certificates are worked out from."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, select

from app.cpd.models import Attendance, Booking, Place, Run, Session, Substitution
from app.cpd.rules.registers import held_by
from app.cpd.values import Mark
from app.kernel.clock import london_date
from app.kernel.database import session

Change = tuple[int | None, int, datetime]
Time = tuple[datetime, datetime]


@dataclass(frozen=True)
class Attended:
    """What one person came to with one place: `times` are the starts and ends of those sessions, in order."""

    place_id: int
    delegate_id: int
    run_id: int
    listing_id: int
    title: str
    provider_id: int
    times: tuple[Time, ...]

    @property
    def minutes(self) -> int:
        """How long the sessions were, together."""
        return sum(minutes_of(each) for each in self.times)

    @property
    def first_date(self) -> date:
        """The day in England of the first of them."""
        return london_date(self.times[0][0])

    @property
    def last_date(self) -> date:
        """The day in England of the last of them."""
        return london_date(self.times[-1][0])


def list_attended(*conditions: ColumnElement[bool]) -> list[Attended]:
    """What people came to, of places that meet some conditions: a line for each person and place.

    A place that passed from one person to another between sessions has a line for each who came.
    """
    rows = session().execute(_came().where(*conditions).order_by(Session.starts_at, Session.id)).all()
    changes = _changes({row.place_id for row in rows})
    times: dict[tuple[int, int], list[Time]] = defaultdict(list)
    about = {}
    for row in rows:
        who = held_by(row.delegate_id, changes.get(row.place_id, []), ends_at=row.ends_at)
        if who is not None:
            times[row.place_id, who].append((row.starts_at, row.ends_at))
            about[row.place_id, who] = row
    return [
        Attended(*key, row.run_id, row.listing_id, row.title, row.provider_id, tuple(times[key]))
        for key, row in about.items()
    ]


def minutes_of_runs(run_ids: Iterable[int]) -> dict[int, int]:
    """How long all the sessions of each of some runs are together, in one batch."""
    query = select(Session.run_id, Session.starts_at, Session.ends_at).where(Session.run_id.in_(set(run_ids)))
    found: dict[int, int] = defaultdict(int)
    for run_id, starts_at, ends_at in session().execute(query):
        found[run_id] += minutes_of((starts_at, ends_at))
    return dict(found)


def minutes_of(time: Time) -> int:
    """How long a session is, by the clock of the world."""
    return int((time[1] - time[0]).total_seconds()) // 60


def _came() -> Select[int, int | None, int, str, int, int, datetime, datetime]:
    return (
        select(
            Place.id.label("place_id"),
            Place.delegate_id,
            Booking.listing_id,
            Booking.title,
            Booking.provider_id,
            Session.run_id,
            Session.starts_at,
            Session.ends_at,
        )
        .select_from(Attendance)
        .join(Place, Place.id == Attendance.place_id)
        .join(Booking, Booking.id == Place.booking_id)
        .join(Session, Session.id == Attendance.session_id)
        .join(Run, Run.id == Session.run_id)
        .where(Attendance.mark != Mark.ABSENT)
    )


def _changes(place_ids: Iterable[int]) -> dict[int, Sequence[Change]]:
    query = select(Substitution.place_id, Substitution.from_id, Substitution.to_id, Substitution.made_at)
    rows = session().execute(query.where(Substitution.place_id.in_(set(place_ids))).order_by(Substitution.id))
    found: dict[int, list[Change]] = defaultdict(list)
    for place_id, before, after, made_at in rows:
        found[place_id].append((before, after, made_at))
    return dict(found)
