"""What comes round by date: starts, blocked starts and ends. Each secondment on its own, and once."""

from datetime import datetime

from sqlalchemy import func, select, update

from app.audit import actions as audit
from app.kernel.clock import london_date, midnight
from app.kernel.database import session
from app.secondments.actions.agreements.versions import end_version
from app.secondments.actions.binding import release_host
from app.secondments.actions.charging import follow_schedule
from app.secondments.actions.locks import lock_secondment
from app.secondments.messages import agreements as messages
from app.secondments.models import Check, Secondment, Version
from app.secondments.queries.checks import missing_checks
from app.secondments.queries.secondments import open_version, secondments_by_id, version_in_force
from app.secondments.rules.agreements_starts import missing
from app.secondments.values import SecondmentState, SecondmentValue
from app.secondments.values.agreements_listed import Outstanding

TO_START = (SecondmentState.DRAFTING, SecondmentState.SIGNING, SecondmentState.AGREED)
LIVE = (SecondmentState.AGREED, SecondmentState.RUNNING)
TOLD_AGAIN_AFTER, TOLD_FOR = 7, 28
OVER = "The last day of the version in force has passed, so there is nothing left to change."


def start_due(*, at: datetime) -> None:
    """Start every agreed secondment whose first day has come and which lacks nothing; say of the rest what blocks it.

    HR leads of both trusts are told on the first day and once a week after it, for four weeks, of what was issued to
    be signed; what is still being drawn up blocks nobody. Doing it twice is harmless.
    """
    due = (Secondment.state.in_(TO_START), Secondment.start_date <= london_date(at))
    for secondment_id in session().scalars(select(Secondment.id).where(*due).order_by(Secondment.id)).all():
        start_one(secondment_id=secondment_id, at=at)


def start_one(*, secondment_id: int, at: datetime) -> bool:
    """Start one secondment if its day has come and nothing is missing; returns whether it was started now.

    What was missing until after the last day starts nothing.
    """
    lock_secondment(secondment_id)
    held, today = secondments_by_id([secondment_id])[secondment_id], london_date(at)
    if held.state not in TO_START or held.start_date is None or held.start_date > today:
        return False
    blocks = blocks_of(held)
    if blocks:
        late = (today - held.start_date).days
        if held.state is not SecondmentState.DRAFTING and late < TOLD_FOR:
            messages.tell_blocked(held, blocks, week=late // TOLD_AGAIN_AFTER, at=at)
        return False
    began = min(at, _could_start(held))
    if held.last_date is not None and london_date(began) > held.last_date:
        return False
    _move(held, to=SecondmentState.RUNNING, started_at=began)
    _record("secondments.started", held, at=at)
    messages.tell_started(held, at=at)
    follow_schedule(secondment_id=held.id, at=at)
    return True


def blocks_of(held: SecondmentValue) -> list[Outstanding]:
    """What stands between a secondment and its start. Empty where nothing does."""
    in_force = version_in_force(held.id) is not None
    return missing(held, open_version(held.id), is_in_force=in_force, checks=missing_checks(held.id))


def end_due(*, at: datetime) -> None:
    """End every secondment whose last day has passed, and let go of those that never began. Twice is harmless."""
    over = (Secondment.state.in_(LIVE), Secondment.last_date < london_date(at))
    for secondment_id in session().scalars(select(Secondment.id).where(*over).order_by(Secondment.id)).all():
        end_one(secondment_id=secondment_id, at=at)


def end_one(*, secondment_id: int, at: datetime) -> bool:
    """End one secondment if its last day has passed; returns whether it was ended now.

    One that was agreed and never began came to nothing: nothing is charged for it.
    """
    lock_secondment(secondment_id)
    held = secondments_by_id([secondment_id])[secondment_id]
    if held.state not in LIVE or held.last_date is None or held.last_date >= london_date(at):
        return False
    version = open_version(held.id)
    if version is not None:
        end_version(held, version, why=OVER, actor=None, at=at)
    if held.state is SecondmentState.AGREED:
        _move(held, to=SecondmentState.ABANDONED, ended_at=at)
        _record("secondments.never_began", held, at=at)
        if held.start_date is not None:
            release_host(host_id=held.host_id, reference=held.reference, start=held.start_date, at=at)
        messages.tell_never_began(held, at=at)
        return True
    _move(held, to=SecondmentState.ENDED, ended_at=at)
    _record("secondments.ended", held, at=at)
    messages.tell_ended(held, at=at)
    follow_schedule(secondment_id=held.id, at=at)
    return True


def _could_start(held: SecondmentValue) -> datetime:
    """The moment from which nothing was missing: the first day, the first version in force, the last check given."""
    assert held.start_date is not None, "whoever is to start has a first day"
    begins = midnight(held.start_date)
    agreed = session().scalar(select(func.min(Version.in_force_at)).where(Version.secondment_id == held.id))
    checked = session().scalar(select(func.max(Check.confirmed_at)).where(Check.secondment_id == held.id))
    return max(each for each in (begins, agreed, checked) if each is not None)


def _move(held: SecondmentValue, *, to: SecondmentState, **values: datetime) -> None:
    """The row is held, and its state was read since."""
    moved = update(Secondment).where(Secondment.id == held.id, Secondment.state == held.state)
    session().execute(moved.values(state=to, **values).execution_options(synchronize_session=False))


def _record(verb: str, held: SecondmentValue, *, at: datetime) -> None:
    concerns = [held.home_id, held.host_id]
    audit.record(actor=None, verb=verb, subject=held.reference, at=at, concerns=concerns)
