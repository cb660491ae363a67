"""Pages that play the outside world: banks, the platform's treasurer, Stripe's own switches."""

from __future__ import annotations

import re
from collections.abc import Callable

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from app.sandbox.stripe import balance, cash, control, events, faults, security, topups
from app.sandbox.stripe.accounts import capability_status, requirements, set_capability
from app.sandbox.stripe.errors import Document, Refusal
from app.sandbox.stripe.work import Work
from app.sandbox.stripe.world import World

SHOWN = 20
FAULTS = {
    "error-before": ("Fail with 500 before the work", {"kind": "error", "when": "before"}),
    "error-after": ("Fail with 500 after the work", {"kind": "error", "when": "after"}),
    "sleep-before": ("Take too long, then do the work", {"kind": "sleep", "when": "before"}),
    "drop-after": ("Do the work and drop the line", {"kind": "drop", "when": "after"}),
}


def blueprint(world: World) -> Blueprint:
    """The pages under /sandbox."""
    routes = Blueprint("pages", __name__, url_prefix="/sandbox")
    routes.before_request(security.check_same_origin)
    routes.after_request(security.add_headers)
    routes.add_app_template_filter(pounds)
    pages: tuple[tuple[str, str, Callable[..., ResponseReturnValue]], ...] = (
        ("", "index", index),
        ("/payments/<payment_id>", "payment", payment),
    )
    for rule, name, page in pages:
        routes.add_url_rule(rule, name, _bound(world, page), methods=["GET"])
    for rule, name, press in BUTTONS:
        routes.add_url_rule(rule, name, _bound(world, press), methods=["POST"])
    return routes


def _bound(world: World, page: Callable[..., ResponseReturnValue]) -> Callable[..., ResponseReturnValue]:
    def view(**ids: str) -> ResponseReturnValue:
        try:
            with world.work() as work:
                return page(work, **ids)
        except Refusal as refusal:
            if refusal.code == "resource_missing":
                abort(404)
            return render_template("refused.html", message=refusal.message), 400

    return view


def pounds(pence: int) -> str:
    """Pence as people write them: £1,234.50."""
    sign = "-" if pence < 0 else ""
    return f"{sign}£{abs(pence) // 100:,}.{abs(pence) % 100:02d}"


def read_pounds(typed: str) -> int | None:
    """What was typed, such as 1,234.50 or £20, in pence; None where it is no amount."""
    plain = re.sub(r"[£,\s]", "", typed)
    match = re.fullmatch(r"([0-9]{1,6})(?:\.([0-9]{1,2}))?", plain)
    if match is None:
        return None
    pence = int(match.group(1)) * 100 + int((match.group(2) or "0").ljust(2, "0"))
    return pence or None


def index(work: Work) -> str:
    """Everything at a glance."""
    return render_index(work)


def render_index(work: Work, *, typed: str = "", error: str = "") -> str:
    """The index, with what was typed as a top-up where that was wrong."""
    records = work.records
    waiting = {"json_extract(body, '$.status') = ?": "requires_action"}
    return render_template(
        "index.html",
        accounts=[_account_row(work, account) for account in records.select("account")],
        waiting=records.select("payment_intent", waiting),
        available=balance.total(records, "available"),
        pending=balance.total(records, "pending"),
        transfers=records.select("transfer", limit=SHOWN),
        deliveries=events.list_deliveries(records, SHOWN),
        held=records.switch("hold") == "yes",
        copies=records.switch("copies", "1"),
        faults=faults.list_faults(records),
        fault_choices=FAULTS,
        typed=typed,
        error=error,
    )


def _account_row(work: Work, account: Document) -> Document:
    return {
        "id": account["id"],
        "name": account["display_name"] or account["id"],
        "status": capability_status(account),
        "due": len(requirements(account)["entries"]),
        "cash": cash.balance_of(work.records, account["id"]),
    }


def payment(work: Work, payment_id: str) -> str:
    """Where to send the money, and the form that makes it arrive."""
    return render_payment(work, payment_id)


def render_payment(
    work: Work,
    payment_id: str,
    *,
    typed: str | None = None,
    error: str = "",
    outcome: Document | None = None,
) -> str:
    """The page of a payment, with what was typed and what came of it."""
    document = work.get("payment_intent", payment_id)
    remaining = document["amount"] - document["_received"]
    action = document["next_action"] or {}
    return render_template(
        "payment.html",
        payment=document,
        payer=work.get("account", document["customer_account"]),
        told=action.get("display_bank_transfer_instructions"),
        remaining=remaining,
        typed=f"{remaining / 100:.2f}" if typed is None else typed,
        error=error,
        outcome=outcome,
    )


def arrive(work: Work, payment_id: str) -> str | tuple[str, int]:
    """The bank transfer arrives."""
    typed = request.form.get("amount", "")
    amount = read_pounds(typed)
    if amount is None:
        error = "Enter the amount that arrives in pounds, like 1,234.50"
        return render_payment(work, payment_id, typed=typed, error=error), 400
    outcome = cash.arrive(work, payment_id, amount)
    return render_payment(work, payment_id, outcome={**outcome, "amount": amount})


def top_up(work: Work) -> Response | tuple[str, int]:
    """The platform's own money comes in."""
    typed = request.form.get("amount", "")
    amount = read_pounds(typed)
    if amount is None:
        error = "Enter the amount to add in pounds, like 500.00"
        return render_index(work, typed=typed, error=error), 400
    topups.create_topup(work, {"amount": amount, "currency": "gbp"})
    return back("balance")


def make_available(work: Work) -> Response:
    """Everything pending becomes available."""
    balance.mature(work, everything=True)
    return back("balance")


def change_capability(work: Work, account_id: str) -> Response:
    """Stripe decides anew whether the account may be paid."""
    set_capability(work, account_id, request.form.get("status", ""))
    return back("accounts")


def send_again(work: Work, event_id: str) -> Response:
    """Send an event once more, as it should be or with a flaw."""
    control.send(work, {"flaw": request.form.get("flaw", "")}, event_id)
    return back("events")


def hold(work: Work) -> Response:
    """Keep later events back."""
    control.hold(work, {})
    return back("events")


def release(work: Work) -> Response:
    """Send what was kept back."""
    control.release(work, {"order": request.form.get("order", "created")})
    return back("events")


def change_copies(work: Work) -> Response:
    """Send each later event once or twice."""
    control.copies(work, {"copies": 2 if request.form.get("copies") == "2" else 1})
    return back("events")


def add_fault(work: Work) -> Response:
    """Switch on a fault for the next call that moves something."""
    chosen = FAULTS.get(request.form.get("fault", ""))
    if chosen is None:
        raise Refusal("Choose one of the faults")
    faults.add(work.records, chosen[1])
    return back("faults")


def clear_faults(work: Work) -> Response:
    """Switch every fault off."""
    faults.clear(work.records)
    return back("faults")


def back(part: str) -> Response:
    """To the part of the index that the button is in."""
    return redirect(url_for("pages.index", _anchor=part), code=303)


BUTTONS: tuple[tuple[str, str, Callable[..., ResponseReturnValue]], ...] = (
    ("/payments/<payment_id>", "arrive", arrive),
    ("/balance/topups", "top_up", top_up),
    ("/balance/available", "make_available", make_available),
    ("/accounts/<account_id>/capability", "change_capability", change_capability),
    ("/events/<event_id>/send", "send_again", send_again),
    ("/events/hold", "hold", hold),
    ("/events/release", "release", release),
    ("/events/copies", "change_copies", change_copies),
    ("/faults", "add_fault", add_fault),
    ("/faults/clear", "clear_faults", clear_faults),
)
