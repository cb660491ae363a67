"""The schools of an import, and which trust each belongs to from when to when."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import insert, select, update

from app.kernel.database import session
from app.trusts.gias import CLOSED, NO_TRUST, SchoolEntry, SchoolFile
from app.trusts.models import School, SchoolMembership, Trust
from app.trusts.rules.register import day_of_move
from app.trusts.values import Tally

UNKNOWN_TRUST = "tied to a trust that is not in the register"


@dataclass(frozen=True)
class Place:
    """Where a school is now: its membership, and when the register first said so."""

    membership_id: int
    trust_id: int
    joined_date: date | None
    recorded_date: date


@dataclass
class Work:
    """What the import will write, gathered so that each sort goes to the database at once."""

    on: date
    trusts: dict[str, tuple[int, date | None]]
    known: dict[str, dict[str, Any]]
    places: dict[int, Place]
    tally: Tally = field(default_factory=Tally)
    added: list[SchoolEntry] = field(default_factory=list)
    changed: list[dict[str, Any]] = field(default_factory=list)
    shut: list[dict[str, Any]] = field(default_factory=list)
    ended: list[dict[str, Any]] = field(default_factory=list)
    begun: list[dict[str, Any]] = field(default_factory=list)


def apply_schools(file: SchoolFile, *, on: date) -> Tally:
    """Add, change, close and move schools; a school that moves keeps the row of where it was."""
    work = Work(on=on, trusts=_trusts(), known=_known(), places=_places())
    reasons: Counter[str] = Counter(reason for urn, reason in file.left_out.items() if urn not in work.known)
    for urn, reason in file.left_out.items():
        _leave(work, urn, reason)
    for entry in file.entries:
        reasons.update(_take(work, entry))
    named = {*file.left_out, *(entry.urn for entry in file.entries)}
    work.tally.omitted = sum(1 for urn in work.known if urn not in named)
    work.tally.left_out = dict(reasons)
    _write(work)
    return work.tally


def _take(work: Work, entry: SchoolEntry) -> list[str]:
    before = work.known.get(entry.urn)
    if before is None and not entry.is_open:
        return [CLOSED.reason]
    if entry.trust_uid not in work.trusts:
        return [UNKNOWN_TRUST]
    if before is None:
        work.added.append(entry)
        work.tally.added += 1
        return []
    after = entry.columns()
    differs = any(before[name] != value for name, value in after.items())
    if differs:
        work.changed.append(after | {"id": before["id"]})
    _count(work.tally, before, entry, moved=_settle(work, before["id"], entry), differs=differs)
    return []


def _count(tally: Tally, before: dict[str, Any], entry: SchoolEntry, *, moved: bool, differs: bool) -> None:
    if before["is_open"] and not entry.is_open:
        tally.closed += 1
    elif moved:
        tally.moved += 1
    elif differs:
        tally.changed += 1
    else:
        tally.unchanged += 1


def _settle(work: Work, school_id: int, entry: SchoolEntry) -> bool:
    """See that the school is where the file says; True when it moved."""
    place = work.places.get(school_id)
    if not entry.is_open:
        if place:
            _end(work, place, entry.closed_date or work.on)
        return False
    trust_id, opened = work.trusts[entry.trust_uid]
    if place and place.trust_id == trust_id:
        return False
    day = day_of_move(work.on, opened, place.recorded_date) if place else work.on
    if place:
        _end(work, place, day)
    _begin(work, school_id, trust_id, day)
    return True


def _leave(work: Work, urn: str, reason: str) -> None:
    """A school that the file no longer ties to a trust leaves the one it was in."""
    before = work.known.get(urn)
    if before is None or reason not in (CLOSED.reason, NO_TRUST.reason):
        return
    place = work.places.get(before["id"])
    if place:
        _end(work, place, work.on)
    if before["is_open"] and reason == CLOSED.reason:
        work.shut.append({"id": before["id"], "is_open": False})
        work.tally.closed += 1
    elif place:
        work.tally.left += 1
    else:
        work.tally.unchanged += 1


def _end(work: Work, place: Place, day: date) -> None:
    left = max(day, place.joined_date) if place.joined_date else day
    work.ended.append({"id": place.membership_id, "left_date": left})


def _begin(work: Work, school_id: int, trust_id: int, day: date | None) -> None:
    work.begun.append({"school_id": school_id, "trust_id": trust_id, "joined_date": day, "recorded_date": work.on})


def _write(work: Work) -> None:
    current = session()
    if work.added:
        current.execute(insert(School), [entry.columns() for entry in work.added])
        ids = {urn: school_id for school_id, urn in current.execute(select(School.id, School.urn))}
        for entry in work.added:
            _begin(work, ids[entry.urn], work.trusts[entry.trust_uid][0], entry.opened_date)
    for statement, rows in (
        (update(School), work.changed),
        (update(School), work.shut),
        (update(SchoolMembership), work.ended),
        (insert(SchoolMembership), work.begun),
    ):
        if rows:
            current.execute(statement, rows)


def _trusts() -> dict[str, tuple[int, date | None]]:
    rows = session().execute(select(Trust.uid, Trust.id, Trust.opened_date))
    return {uid: (trust_id, opened) for uid, trust_id, opened in rows}


def _known() -> dict[str, dict[str, Any]]:
    return {row.urn: dict(row._mapping) for row in session().execute(select(*School.__table__.columns))}


def _places() -> dict[int, Place]:
    row = SchoolMembership
    found = session().execute(
        select(row.school_id, row.id, row.trust_id, row.joined_date, row.recorded_date).where(row.left_date.is_(None))
    )
    return {each[0]: Place(*each[1:]) for each in found}
