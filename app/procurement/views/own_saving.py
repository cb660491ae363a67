"""What the pages share on which a trust types in what it wants: who may, what is kept, and how it is refused."""

from collections.abc import Callable, Sequence
from datetime import date
from enum import Enum

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app.kernel.clock import london_date
from app.kernel.errors import NotFound, Refused
from app.procurement.actions.joining import set_demand
from app.procurement.forms.demand import cell_name
from app.procurement.queries.own_page import OwnPage, own_page
from app.procurement.queries.rounds import check_may_read, get_round, is_open_to
from app.procurement.rules.demand import ChangedMeanwhile, DemandFault, DemandRefused, as_typed, check_can_change
from app.procurement.rules.joining import check_can_join
from app.procurement.values import DemandTyped
from app.procurement.values.demand import OFFICE
from app.trusts import queries as trusts
from app.web.access import actor
from app.web.clock import now
from app.web.fields import Form


class Outcome(Enum):
    """What became of saving: it is saved, somebody else saved meanwhile, or it was refused."""

    SAVED = "saved"
    CHANGED = "changed"
    REFUSED = "refused"


def today() -> date:
    """The day in England."""
    return london_date(now())


def own_page_of(reference: str) -> OwnPage:
    """The page of the actor's trust in a published round that they may read. Raises NotFound."""
    held = get_round(reference)
    check_may_read(held, actor())
    if held.stage is None:
        raise NotFound(f"{reference} is a draft")
    return own_page(held, actor().trust, today())


def barred(page: OwnPage) -> ResponseReturnValue | None:
    """Where a person is led instead of a form whose trust may not join, or not change what it wants now."""
    try:
        check_can_change(page.round, page.state)
        if not page.is_in:
            is_open = is_open_to(page.round, actor().trust, today())
            check_can_join(page.round, trusts.get_trust(actor().trust), is_open_to=is_open)
    except Refused as refused:
        flash(refused.message, "notice")
        return redirect(url_for("procurement.your_trust", reference=page.round.reference), 303)
    return None


def kept(page: OwnPage) -> list[DemandTyped]:
    """What the trust wants already, as it was typed, but for schools that are its own no longer."""
    return [as_typed(page.round.start_date, each) for each in page.wanted if each not in page.left]


def try_saving(page: OwnPage, form: Form, lines: Sequence[DemandTyped], *, check: Callable[[], None]) -> Outcome:
    """Save what was typed over what was read, once `check` finds that nobody else saved since it was shown.

    Whoever saves between the reading and the saving is asked for again, not lost. What is refused stands beside its
    field.
    """
    try:
        check()
        set_demand(reference=page.round.reference, lines=lines, version=page.version, actor=actor(), at=now())
        return Outcome.SAVED
    except ChangedMeanwhile as refused:
        form.refuse(refused)
        return Outcome.CHANGED
    except DemandRefused as refused:
        _put(form, refused.faults, lines)
    except Refused as refused:
        form.refuse(refused)
    return Outcome.REFUSED


def _put(form: Form, faults: Sequence[DemandFault], lines: Sequence[DemandTyped]) -> None:
    """Each fault beside its field, once; what a form has no field for stands at its top, with the school's name."""
    said: set[tuple[str | None, str]] = set()
    for fault in faults:
        line = lines[fault.place]
        box = cell_name((line.lot_id, line.school_id))
        field = box if fault.field == "quantity" and box in form else fault.field
        where = field if field in form else None
        message = fault.message if where else f"{_school(line)}: {fault.message}"
        if (where, message) not in said:
            form.refuse(Refused(message, field=where))
        said.add((where, message))


def _school(line: DemandTyped) -> str:
    return trusts.schools_by_id([line.school_id])[line.school_id].name if line.school_id else OFFICE
