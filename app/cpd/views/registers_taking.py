"""What the two doors to a register share: the provider's own page, and the link for those who run the course."""

from dataclasses import dataclass
from datetime import datetime

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from app.cpd import actions
from app.cpd.forms.registers import RegisterForm, changed_marks
from app.cpd.rules.registers import CannotMark, RegisterFinished, check_can_mark, opens_at
from app.cpd.values import Mark, RunValue, SessionValue
from app.cpd.values.registers import RegisterLine, RegisterValue
from app.kernel.actor import Actor
from app.web.pagination import Page, address_with, page_number, skip_of

PAGE_SIZE = 50


@dataclass(frozen=True)
class Taking:
    """One page of the register of one session; `refusal` says why it may not be taken just now, where it may not."""

    register: RegisterValue
    session: SessionValue
    page: Page[RegisterLine]
    form: RegisterForm
    refusal: str

    @property
    def marked(self) -> int:
        """How many of those booked on the session have a mark."""
        return self.page.total - self.register.count(self.session, None)


def taking(register: RegisterValue, at: datetime) -> Taking:
    """The page that the address asks for: by default the session that is on, or comes first."""
    session = _session(register.run, at)
    lines, number = register.of(session), page_number()
    start = skip_of(number, PAGE_SIZE)
    page = Page(lines[start : start + PAGE_SIZE], number, PAGE_SIZE, len(lines))
    return Taking(register, session, page, RegisterForm(), _refusal(register.run, session, at))


def saved(shown: Taking, actor: Actor | None, at: datetime) -> ResponseReturnValue:
    """Write what was changed on the page and go on: to the next page of names, or back to this one."""
    run, session = shown.register.run, shown.session
    changed = changed_marks(request.form, (each.place_id for each in shown.page.items))
    marks = {(place_id, session.id): mark for place_id, mark in changed.items()}
    count = actions.mark(run_reference=run.reference, marks=marks, actor=actor, at=at)
    if "rest" in request.form:
        rest = Mark.PRESENT
        count += actions.mark_rest(run_reference=run.reference, session_id=session.id, as_=rest, actor=actor, at=at)
    if count:
        flash("1 mark saved" if count == 1 else f"{count} marks saved")
    else:
        flash("Nothing was changed", "notice")
    goes_on = "rest" not in request.form and shown.page.number < shown.page.last
    return redirect(address_with(page=shown.page.number + 1 if goes_on else request.args.get("page")), 303)


def _session(run: RunValue, at: datetime) -> SessionValue:
    asked = request.args.get("session", "")
    wanted = next((each for each in run.sessions if str(each.position) == asked), None)
    if wanted is not None:
        return wanted
    open_now = [each for each in run.sessions if opens_at(each) <= at]
    return max(open_now, key=lambda each: each.starts_at) if open_now else run.sessions[0]


def _refusal(run: RunValue, session: SessionValue, at: datetime) -> str:
    try:
        check_can_mark(run, session, at)
    except RegisterFinished:
        return "This register is finished."
    except CannotMark as refused:
        return refused.message
    return ""
