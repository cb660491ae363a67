"""Invoices: the list, one invoice, its PDF, and crediting it."""

from collections.abc import Sequence

from flask import Response, flash, redirect, render_template
from flask.typing import ResponseReturnValue

from app.charges import actions, queries
from app.charges.forms import amounts_of, credit_form, filter_form, seen_of
from app.charges.pdf import invoice_pdf as make_pdf
from app.charges.pdf import rate_label
from app.charges.rules.vat_numbers import spaced_vat_number
from app.charges.values import (
    CreditAsked,
    InvoiceDetail,
    InvoiceState,
    InvoicesWanted,
    InvoiceValue,
    Side,
)
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
from app.trusts.values import Permission
from app.web.access import actor, needs
from app.web.clock import now
from app.web.downloads import pdf_download
from app.web.pagination import Page, page_number, skip_of, sort_order

SORTS = ("number", "issued", "due", "gross", "outstanding", "state")


@bp.get("/invoices")
@needs(Permission.VIEW_MONEY)
def list_invoices() -> ResponseReturnValue:
    """The invoices that the trust has to pay, or is to be paid."""
    trust_id, side, today = actor().trust, side_asked(), london_date(now())
    others, years = named(queries.list_invoice_partners(trust_id, side)), queries.list_invoice_years(trust_id, side)
    form = filter_form(InvoiceState, others, years, "Number, reference or PO number")
    sort, down = sort_order(SORTS, first="-issued")
    wanted = InvoicesWanted(state=word_of(InvoiceState, form["state"].data), **asked_of(form, side, sort, down))
    if is_export():
        return _export(queries.list_invoices(trust_id, wanted, most=MOST_EXPORTED), dict(others), side)
    number, totals = page_number(), queries.total_invoices(trust_id, wanted)
    shown = queries.list_invoices(trust_id, wanted, skip=skip_of(number, PAGE_SIZE), most=PAGE_SIZE)
    return render_template(
        "charges/list_invoices.html",
        form=form,
        page=Page(shown, number, PAGE_SIZE, totals.count),
        totals=totals,
        names=dict(others),
        side=side,
        sides=list(Side),
        sort=("-" if down else "") + sort,
        today=today,
        is_filtered=wanted != InvoicesWanted(side=side, sort=sort, down=down),
    )


@bp.get("/invoices/<reference>")
@needs(Permission.VIEW_MONEY)
def show_invoice(reference: str) -> ResponseReturnValue:
    """One invoice as it was issued, and how far it is paid."""
    trust_id = actor().trust
    detail = queries.get_invoice_detail(trust_id, reference)
    invoice, manages = detail.invoice, actor().may(Permission.MANAGE_FINANCE)
    is_buyer = invoice.buyer_id == trust_id
    return render_template(
        "charges/show_invoice.html",
        detail=detail,
        lines=page_of(detail.lines, LINES_SHOWN),
        invoice=invoice,
        notes=queries.list_credit_notes(trust_id, reference),
        is_buyer=is_buyer,
        may_pay=manages and is_buyer and _is_payable(invoice),
        may_credit=manages and not is_buyer and _is_creditable(detail),
        today=london_date(now()),
        rate_label=rate_label,
        spaced_vat_number=spaced_vat_number,
    )


@bp.get("/invoices/<reference>/pdf")
@needs(Permission.VIEW_MONEY)
def invoice_pdf(reference: str) -> ResponseReturnValue:
    """The invoice as a document to keep."""
    detail = queries.get_invoice_detail(actor().trust, reference)
    return pdf_download(f"invoice-{detail.invoice.number}", make_pdf(detail))


@bp.route("/invoices/<reference>/credit", methods=["GET", "POST"])
@needs(Permission.MANAGE_FINANCE)
def credit_invoice(reference: str) -> ResponseReturnValue:
    """The provider takes amounts off its invoice."""
    detail = queries.get_invoice_detail(actor().trust, reference)
    if detail.invoice.provider_id != actor().trust:
        raise NotFound(f"only the provider credits {reference}")
    form, made = credit_form(detail), []

    def credit() -> None:
        asked = [CreditAsked(position, net) for position, net in amounts_of(form, detail)]
        made.append(
            actions.credit_invoice(
                reference=reference,
                lines=asked,
                reason=form["reason"].data or "",
                seen=seen_of(form),
                actor=actor(),
                at=now(),
            )
        )

    if carried_out(form, credit):
        flash("Credit note issued")
        return redirect(f"/credit-notes/{made[0]}", 303)
    form["seen"].data = str(detail.invoice.credited.pence)
    page = render_template("charges/credit_invoice.html", form=form, detail=detail, invoice=detail.invoice)
    return page, status_of(form)


def _is_payable(invoice: InvoiceValue) -> bool:
    return invoice.state is InvoiceState.UNPAID and invoice.outstanding.pence > 0


def _is_creditable(detail: InvoiceDetail) -> bool:
    return detail.invoice.state is not InvoiceState.PAYING and any(line.left for line in detail.lines)


def _export(rows: Sequence[InvoiceValue], names: dict[int, str], side: Side) -> Response:
    headings = ["Number", "Reference", "Other trust", "State", "Issued", "Due", "PO number"]
    headings += ["Net", "VAT", "Gross", "Credited", "Paid", "Outstanding", "Charge"]
    lines = [
        (
            row.number,
            row.reference,
            names[row.provider_id if side is Side.OWE else row.buyer_id],
            row.state.label,
            row.issue_date,
            row.due_date,
            row.po_number,
            row.net,
            row.vat,
            row.gross,
            row.credited,
            row.settled,
            row.outstanding,
            row.charge_reference,
        )
        for row in rows
    ]
    return export(f"invoices-{side}", headings, lines)
