"""Charges: the list, one charge, and what its parties do with it."""

from collections.abc import Sequence
from datetime import datetime

from flask import Response, flash, redirect, render_template
from flask.typing import ResponseReturnValue

from app.charges import actions, queries
from app.charges.forms import (
    AcceptCharge,
    AnswerQuery,
    ChangePoNumber,
    QueryCharge,
    WithdrawCharge,
    filter_form,
)
from app.charges.pdf import rate_label
from app.charges.rules.charges import MOVES, can
from app.charges.rules.invoices import due_on
from app.charges.values import ChargeDetail, ChargeState, ChargesWanted, ChargeValue, CreditNoteValue, Side
from app.charges.views import bp
from app.charges.views.lists import (
    LINES_SHOWN,
    MOST_EXPORTED,
    PAGE_SIZE,
    asked_of,
    carried_out,
    export,
    is_export,
    named,
    page_of,
    side_asked,
    status_of,
    word_of,
)
from app.kernel.clock import london_date
from app.kernel.errors import NotFound
from app.trusts import queries as trusts
from app.trusts.values import Permission
from app.web.access import actor, needs
from app.web.clock import now
from app.web.fields import Form
from app.web.pagination import Page, page_number, skip_of, sort_order

SORTS = ("reference", "raised", "supplied", "gross", "state")


@bp.get("/charges")
@needs(Permission.VIEW_MONEY)
def list_charges() -> ResponseReturnValue:
    """What the trust owes, or is owed, charge by charge."""
    trust_id, side = actor().trust, side_asked()
    others, years = named(queries.list_charge_partners(trust_id, side)), queries.list_charge_years(trust_id, side)
    form = filter_form(ChargeState, others, years, "Reference or PO number")
    sort, down = sort_order(SORTS, first="-raised")
    wanted = ChargesWanted(state=word_of(ChargeState, form["state"].data), **asked_of(form, side, sort, down))
    if is_export():
        return _export(queries.list_charges(trust_id, wanted, most=MOST_EXPORTED), dict(others), side)
    number, totals = page_number(), queries.total_charges(trust_id, wanted)
    shown = queries.list_charges(trust_id, wanted, skip=skip_of(number, PAGE_SIZE), most=PAGE_SIZE)
    return render_template(
        "charges/list_charges.html",
        form=form,
        page=Page(shown, number, PAGE_SIZE, totals.count),
        totals=totals,
        names=dict(others),
        side=side,
        sides=list(Side),
        sort=("-" if down else "") + sort,
        is_filtered=wanted != ChargesWanted(side=side, sort=sort, down=down),
    )


@bp.get("/charges/<reference>")
@needs(Permission.VIEW_MONEY)
def show_charge(reference: str) -> ResponseReturnValue:
    """One charge, for either of its parties."""
    trust_id = actor().trust
    detail = queries.get_charge(trust_id, reference)
    charge = detail.charge
    manages = actor().may(Permission.MANAGE_FINANCE)
    is_buyer = charge.buyer_id == trust_id
    mine = {"accept", "query", "change_po"} if is_buyer else {"answer", "withdraw"}
    names = trusts.names([charge.provider_id, charge.buyer_id])
    notes = queries.list_credit_notes(trust_id, charge.invoice_reference) if charge.invoice_reference else []
    return render_template(
        "charges/show_charge.html",
        detail=detail,
        lines=page_of(detail.lines, LINES_SHOWN),
        charge=charge,
        names=names,
        is_buyer=is_buyer,
        may={move: manages and move in mine and can(move, charge.state) for move in MOVES},
        manages=manages,
        waiting=queries.find_waiting(trust_id, reference, london_date(now())),
        notes=notes,
        events=_events(detail, notes, names),
        rate_label=rate_label,
    )


@bp.route("/charges/<reference>/accept", methods=["GET", "POST"])
@needs(Permission.MANAGE_FINANCE)
def accept_charge(reference: str) -> ResponseReturnValue:
    """The buyer agrees that it owes the charge."""
    form = AcceptCharge()
    if carried_out(form, lambda: actions.accept_charge(reference=reference, actor=actor(), at=now())):
        flash("Charge accepted")
        return _back(reference)
    return _ask("accept_charge", form, reference, Side.OWE)


@bp.route("/charges/<reference>/query", methods=["GET", "POST"])
@needs(Permission.MANAGE_FINANCE)
def query_charge(reference: str) -> ResponseReturnValue:
    """The buyer asks about the charge."""
    form = QueryCharge()
    asked = form.question.data or ""
    if carried_out(form, lambda: actions.query_charge(reference=reference, question=asked, actor=actor(), at=now())):
        flash("Question sent")
        return _back(reference)
    return _ask("query_charge", form, reference, Side.OWE)


@bp.route("/charges/<reference>/answer", methods=["GET", "POST"])
@needs(Permission.MANAGE_FINANCE)
def answer_query(reference: str) -> ResponseReturnValue:
    """The provider answers the open question."""
    form = AnswerQuery()
    answer = form.answer.data or ""
    if carried_out(form, lambda: actions.answer_query(reference=reference, answer=answer, actor=actor(), at=now())):
        flash("Answer sent")
        return _back(reference)
    return _ask("answer_query", form, reference, Side.OWED)


@bp.route("/charges/<reference>/withdraw", methods=["GET", "POST"])
@needs(Permission.MANAGE_FINANCE)
def withdraw_charge(reference: str) -> ResponseReturnValue:
    """The provider takes the charge back."""
    form = WithdrawCharge()
    why = form.reason.data or ""
    if carried_out(form, lambda: actions.withdraw_charge(reference=reference, reason=why, actor=actor(), at=now())):
        flash("Charge withdrawn")
        return _back(reference)
    return _ask("withdraw_charge", form, reference, Side.OWED)


@bp.route("/charges/<reference>/order-number", methods=["GET", "POST"])
@needs(Permission.MANAGE_FINANCE)
def change_po_number(reference: str) -> ResponseReturnValue:
    """The buyer says which purchase order the charge belongs to."""
    held = queries.get_charge(actor().trust, reference).charge
    form = ChangePoNumber(po_number=held.po_number)
    typed = form.po_number.data
    if carried_out(
        form, lambda: actions.change_po_number(reference=reference, po_number=typed, actor=actor(), at=now())
    ):
        flash("PO number saved")
        return _back(reference)
    return _ask("change_po_number", form, reference, Side.OWE)


def _ask(page: str, form: Form, reference: str, side: Side) -> ResponseReturnValue:
    detail = queries.get_charge(actor().trust, reference)
    if detail.charge.side_of(actor().trust) is not side:
        raise NotFound(f"{page} of {reference} is the other party's")
    names = trusts.names([detail.charge.provider_id, detail.charge.buyer_id])
    shown = render_template(
        f"charges/{page}.html",
        form=form,
        charge=detail.charge,
        detail=detail,
        names=names,
        due=due_on(london_date(now())),
    )
    return shown, status_of(form)


def _back(reference: str) -> ResponseReturnValue:
    return redirect(f"/charges/{reference}", 303)


def _events(
    detail: ChargeDetail, notes: Sequence[CreditNoteValue], names: dict[int, str]
) -> list[tuple[datetime, str, str, str]]:
    provider, buyer = names[detail.charge.provider_id], names[detail.charge.buyer_id]
    events = [(detail.charge.raised_at, "Charge raised", provider, "")]
    for query in detail.queries:
        events.append((query.asked_at, "Question asked", buyer, query.question))
        if query.answered_at:
            events.append((query.answered_at, "Question answered", provider, query.answer or ""))
    if detail.accepted_at:
        events.append((detail.accepted_at, "Charge accepted", buyer, ""))
    for taken in detail.reductions:
        what = f"{taken.gross} taken off"
        events.append((taken.reduced_at, what, provider if taken.reduced_by else "", taken.reason))
    for note in notes:
        events.append((note.issued_at, f"{note.gross} taken off by credit note {note.number}", provider, note.reason))
    if detail.withdrawn_at:
        who = provider if detail.withdrawn_by else ""
        events.append((detail.withdrawn_at, "Charge withdrawn", who, detail.withdrawal_reason or ""))
    return sorted(events, key=lambda event: event[0])[::-1]


def _export(rows: Sequence[ChargeValue], names: dict[int, str], side: Side) -> Response:
    headings = ["Reference", "Other trust", "For", "State", "Raised", "Date of supply", "PO number"]
    headings += ["Net", "VAT", "Gross", "Invoice", "About"]
    lines = [
        (
            row.reference,
            names[row.provider_id if side is Side.OWE else row.buyer_id],
            row.reason,
            row.state.label,
            london_date(row.raised_at),
            row.supply_date,
            row.po_number,
            row.net,
            row.vat,
            row.gross,
            row.invoice_reference,
            row.subject,
        )
        for row in rows
    ]
    return export(f"charges-{side}", headings, lines)
