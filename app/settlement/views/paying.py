"""Paying an invoice, and cancelling its payment."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.charges import queries as charges
from app.kernel.errors import Refused
from app.settlement import actions, queries
from app.settlement.rules.runs import check_can_pay, is_cancellable
from app.settlement.views import bp
from app.trusts import queries as trusts
from app.trusts.values import Permission
from app.web.access import actor, needs
from app.web.clock import now


@bp.get("/invoices/<reference>/pay")
@needs(Permission.MANAGE_FINANCE)
def pay_invoice(reference: str) -> ResponseReturnValue:
    """What is about to be paid, to whom, and what will happen."""
    live = queries.find_live_run(actor().trust, reference)
    if live is not None:
        return redirect(url_for("settlement.show_run", reference=live), 303)
    return _confirm(reference, None)


@bp.post("/invoices/<reference>/pay")
@needs(Permission.MANAGE_FINANCE)
def start_payment(reference: str) -> ResponseReturnValue:
    """Begin to pay it."""
    try:
        run = actions.pay_invoice(invoice_reference=reference, actor=actor(), at=now())
    except Refused as error:
        return _confirm(reference, error), 422
    return redirect(url_for("settlement.show_run", reference=run), 303)


@bp.post("/invoices/<reference>/pay/ask")
@needs(Permission.MANAGE_FINANCE)
def ask_provider(reference: str) -> ResponseReturnValue:
    """Ask the provider to finish setting up payments."""
    try:
        actions.ask_provider(invoice_reference=reference, actor=actor(), at=now())
    except Refused as error:
        return _confirm(reference, error), 422
    flash("The provider has been asked to set up payments")
    return redirect(url_for("settlement.pay_invoice", reference=reference), 303)


def _confirm(reference: str, refused: Refused | None) -> str:
    invoice = charges.get_invoice(actor().trust, reference)
    if refused is None:
        try:
            check_can_pay(invoice.state, invoice.outstanding, is_buyer=invoice.buyer_id == actor().trust)
        except Refused as error:
            refused = error
    return render_template(
        "settlement/pay_invoice.html",
        invoice=invoice,
        names=trusts.names([invoice.buyer_id, invoice.provider_id]),
        refused=refused,
        is_ready=queries.can_be_paid(invoice.provider_id),
    )


@bp.route("/payments/<reference>/cancel", methods=["GET", "POST"])
@needs(Permission.MANAGE_FINANCE)
def cancel_payment(reference: str) -> ResponseReturnValue:
    """Cancel a payment, after asking."""
    if request.method == "POST":
        try:
            actions.cancel_payment(run_reference=reference, actor=actor(), at=now())
        except Refused as error:
            flash(error.message, "notice")
        else:
            flash("The payment is being cancelled")
        return redirect(url_for("settlement.show_run", reference=reference), 303)
    seen = queries.get_run_detail(actor().trust, reference)
    is_theirs = seen.run.is_paid_by(actor().trust)
    if not is_theirs or not is_cancellable(
        seen.run.state, seen.pay.state, seen.pay.arrived, is_asked=seen.is_being_cancelled
    ):
        return redirect(url_for("settlement.show_run", reference=reference), 303)
    return render_template("settlement/cancel_payment.html", seen=seen, names=trusts.names([seen.run.payee_id]))
