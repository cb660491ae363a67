"""When a register may be taken and finished, and what somebody came to."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from app.cpd.values import RunValue, SessionValue
from app.cpd.values.registers import RegisterLine
from app.kernel.clock import LONDON
from app.kernel.errors import Refused

OPENS_BEFORE = timedelta(hours=2)
MOST_NAMED = 3


class CannotMark(Refused):
    """The register may not be taken just now."""


class RegisterFinished(CannotMark):
    """The register is finished: what it says stays."""

    def __init__(self) -> None:
        super().__init__("This register is finished, so its marks stay as they are.")


class MarksMissing(Refused):
    """Somebody has no mark for a session, and nobody said how they count."""


def opens_at(session: SessionValue) -> datetime:
    """From when on a session may be marked, UTC."""
    return session.starts_at - OPENS_BEFORE


def check_can_mark(run: RunValue, session: SessionValue, at: datetime) -> None:
    """A session is marked from two hours before it starts until the register is finished. Raises CannotMark."""
    check_is_open(run)
    if at < opens_at(session):
        raise CannotMark(f"You can take this register from {_moment(opens_at(session))}.")


def check_is_open(run: RunValue) -> None:
    """Raises CannotMark for a run that was cancelled, RegisterFinished for one whose register is finished."""
    if run.cancellation is not None:
        raise CannotMark("This run was cancelled, so it has no register.")
    if run.closed_at is not None:
        raise RegisterFinished


def check_can_close(run: RunValue, at: datetime) -> None:
    """A register is finished once the last session has started. Raises CannotMark before, or where it is not open."""
    check_is_open(run)
    last = max(each.starts_at for each in run.sessions)
    if at < last:
        raise CannotMark(f"You can finish this register once the last session starts: {_moment(last)}.")


def check_nothing_missing(missing: Sequence[RegisterLine]) -> None:
    """Raises MarksMissing, naming some of those who have no mark."""
    if missing:
        names = ", ".join(each.called for each in missing[:MOST_NAMED])
        more = len(missing) - MOST_NAMED
        raise MarksMissing(
            f"Choose how to count those without a mark: {names}{f' and {more} more' if more > 0 else ''}",
            field="unmarked",
        )


def check_can_name_at_register(run: RunValue, line: RegisterLine, at: datetime) -> None:
    """Somebody who comes to a place without a name is named while the register may be taken. Raises CannotMark."""
    sessions = [each for each in run.sessions if each.id in line.session_ids]
    check_can_mark(run, min(sessions, key=lambda each: each.starts_at), at)
    if line.name:
        raise CannotMark("This place has a name already. Only the trust that booked it can change it.")


def earns_certificate(*, came_to: int, of: int, percent: int) -> bool:
    """Whether coming to so many of somebody's sessions is enough: at least one, and at least so many per cent."""
    return came_to > 0 and came_to * 100 >= percent * of


def learning_minutes(*, learning: int | None, came_to: int, of: int) -> int:
    """How many minutes of a course's learning somebody had who came to sessions of so many minutes of all its minutes.

    All of it for every session; else the part of it that their sessions are of the run's time, half up to the whole
    minute. Where the course does not say how much learning it gives, it is the time of the sessions.
    """
    if learning is None:
        return came_to
    return (learning * came_to * 2 + of) // (2 * of) if of else 0


def held_by(
    delegate_id: int | None, changes: Sequence[tuple[int | None, int, datetime]], *, ends_at: datetime
) -> int | None:
    """Who had a place when a session ended, where the place is `delegate_id`'s now.

    `changes` are (from, to, when) in order. Whoever is named later for a place that had no name then is who came.
    """
    holder = delegate_id
    for before, _, made_at in reversed(changes):
        if made_at <= ends_at or before is None:
            break
        holder = before
    return holder


def _moment(at: datetime) -> str:
    local = at.astimezone(LONDON)
    minutes = f":{local:%M}" if local.minute else ""
    return f"{local.day} {local:%B %Y} at {local.hour % 12 or 12}{minutes}{'am' if local.hour < 12 else 'pm'}"
