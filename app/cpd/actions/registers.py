"""Taking the register of a run, and finishing it."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select

from app.audit import actions as audit
from app.cpd.actions.certificates import issue_certificates
from app.cpd.actions.charging import settle_places
from app.cpd.actions.locks import lock_run
from app.cpd.messages import registers as messages
from app.cpd.models import Attendance, RegisterClosing
from app.cpd.queries.registers import register_of
from app.cpd.queries.runs import get_own_run, get_run, runs_by_id
from app.cpd.rules import registers as rules
from app.cpd.values import Mark, RunValue
from app.cpd.values.registers import RegisterLine, RegisterValue
from app.kernel.actor import Actor
from app.kernel.database import session
from app.kernel.errors import NotFound

Marks = Mapping[tuple[int, int], Mark]
NOT_COME = "Did not come, by the register of {}"


def mark(*, run_reference: str, marks: Marks, actor: Actor | None, at: datetime) -> int:
    """Write what a register says, by (place, session): those named and nobody else, so that two may take it at once.

    `actor` None is somebody who runs the course and opened the register by its link. Whoever left the register
    meanwhile is passed over. Returns how many marks were written or changed. Raises NotFound for another trust's run,
    CannotMark before a session is marked, RegisterFinished after.
    """
    run = _held(run_reference, actor)
    sessions = {each.id: each for each in run.sessions}
    for number in sorted({session_id for _, session_id in marks}):
        if number not in sessions:
            raise NotFound(f"no session {number} of {run_reference}")
        rules.check_can_mark(run, sessions[number], at)
    return _write(run, marks, actor, at)


def mark_rest(*, run_reference: str, session_id: int, as_: Mark, actor: Actor | None, at: datetime) -> int:
    """Give everyone whom nobody has marked for a session the same mark; returns how many. Raises as `mark` does."""
    run = _held(run_reference, actor)
    held = next((each for each in run.sessions if each.id == session_id), None)
    if held is None:
        raise NotFound(f"no session {session_id} of {run_reference}")
    rules.check_can_mark(run, held, at)
    rest = [each for each in register_of(run).of(held) if session_id in each.unmarked]
    return _write(run, {(each.place_id, session_id): as_ for each in rest}, actor, at)


def close_register(*, run_reference: str, actor: Actor, at: datetime, unmarked: Mark | None = None) -> int:
    """Finish a register for good; returns how many certificates were issued.

    `unmarked` is how those count whom nobody marked. Those who came to enough of their sessions get a certificate
    and all who came a link to evaluate the course; what a no-show does not cost is credited. Of two at once one
    does it. Raises NotFound for another trust's run, CannotMark, RegisterFinished or MarksMissing.
    """
    get_own_run(actor.trust, run_reference)
    run = _held(run_reference, actor)
    rules.check_can_close(run, at)
    missing = register_of(run).missing
    if unmarked is None:
        rules.check_nothing_missing(missing)
    else:
        _write(run, {(each.place_id, number): unmarked for each in missing for number in each.unmarked}, actor, at)
    session().add(RegisterClosing(run_id=run.id, person_id=actor.person_id, closed_at=at))
    session().flush()
    register = register_of(runs_by_id([run.id])[run.id])
    absent = [each.place_id for each in register.lines if not _came(each)]
    settle_places(place_ids=absent, reason=NOT_COME.format(run.reference), at=at)
    issued = issue_certificates(register, at=at)
    facts = {"certificates": len(issued), "absent": len(absent)}
    audit.record(actor=actor, verb="cpd.register_finished", subject=run.reference, at=at, facts=facts)
    messages.tell_finished(register, [each.place_id for each in register.lines if _came(each)], issued, at=at)
    return len(issued)


def _held(reference: str, actor: Actor | None) -> RunValue:
    """A run, held until this transaction ends, as it then stands."""
    found = get_run(reference) if actor is None else get_own_run(actor.trust, reference)
    return runs_by_id([lock_run(found.id).id])[found.id]


def _write(run: RunValue, marks: Marks, actor: Actor | None, at: datetime) -> int:
    """Write those of some marks that change anything, for whoever is on the register."""
    register = register_of(run)
    changed = {key: mark for key, mark in marks.items() if _changes(register, key, mark)}
    rows = _rows([place_id for place_id, _ in changed])
    marked_by = actor.person_id if actor else None
    for (place_id, session_id), value in changed.items():
        row = rows.get((place_id, session_id))
        if row is None:
            row = Attendance(place_id=place_id, session_id=session_id)
            session().add(row)
        row.mark, row.marked_by, row.marked_at = value, marked_by, at
    session().flush()
    if changed:
        facts = {"marks": [[*key, value.value] for key, value in sorted(changed.items())], "by_link": actor is None}
        concerns = [run.provider_id]
        audit.record(
            actor=actor, verb="cpd.register_marked", subject=run.reference, at=at, concerns=concerns, facts=facts
        )
    return len(changed)


def _changes(register: RegisterValue, key: tuple[int, int], mark: Mark) -> bool:
    place_id, session_id = key
    line = register.line(place_id)
    return line is not None and session_id in line.session_ids and line.marks.get(session_id) is not mark


def _rows(place_ids: Sequence[int]) -> dict[tuple[int, int], Attendance]:
    query = select(Attendance).where(Attendance.place_id.in_(place_ids)).execution_options(populate_existing=True)
    return {(row.place_id, row.session_id): row for row in session().scalars(query)}


def _came(line: RegisterLine) -> bool:
    return any(each.came for each in line.marks.values())
