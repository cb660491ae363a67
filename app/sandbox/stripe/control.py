"""The outside world as JSON: what tests and the demo's loader press instead of buttons.

Every POST must be sent as application/json, which no other site's form can do.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, jsonify, request

from app.sandbox.stripe import accounts, balance, cash, events, faults, onboarding, topups
from app.sandbox.stripe.errors import Document, Refusal
from app.sandbox.stripe.work import Work
from app.sandbox.stripe.world import World

Action = Callable[..., Any]


def blueprint(world: World) -> Blueprint:
    """The control endpoints, under /sandbox/api."""
    routes = Blueprint("control", __name__, url_prefix="/sandbox/api")
    for method, rule, action in ACTIONS:
        routes.add_url_rule(
            rule,
            endpoint=action.__name__,
            view_func=_view(world, action),
            methods=[method],
        )
    return routes


def _view(world: World, action: Action) -> Callable[..., Response]:
    def view(**ids: str) -> Response:
        asked = request.get_json(silent=True) if request.method == "POST" else {}
        if not isinstance(asked, dict):
            return _refused(Refusal("Send a JSON object as application/json", status=415))
        try:
            with world.work() as work:
                return jsonify(action(work, asked, **ids))
        except Refusal as refusal:
            return _refused(refusal)

    return view


def _refused(refusal: Refusal) -> Response:
    answer = jsonify(refusal.body())
    answer.status_code = refusal.status
    return answer


def whole(asked: Document, name: str, default: int | None = None) -> int:
    """A whole number from what was asked; raises `Refusal` where there is none."""
    value = asked.get(name, default)
    if not isinstance(value, int) or isinstance(value, bool):
        raise Refusal(f"{name} must be a whole number", param=name)
    return value


def health(_work: Work, _asked: Document) -> Document:
    """GET health: the sandbox is up and its file can be written."""
    return {"status": "well"}


def arrive(work: Work, asked: Document, payment_id: str) -> Document:
    """POST payments/{id}/arrive {"amount"}: the bank transfer arrives, by default in full."""
    payment = work.get("payment_intent", payment_id, status=404)
    remaining = payment["amount"] - payment["_received"]
    return cash.arrive(work, payment_id, whole(asked, "amount", remaining))


def onboard(work: Work, asked: Document, account_id: str) -> Document:
    """POST accounts/{id}/onboard: the onboarding form, filled in and sent."""
    answers = {
        "legal_name": "Sandbox Academy Trust",
        "company_number": "07654321",
        "sort_code": "108800",
        "account_number": "00012345",
        **asked,
    }
    wrong = onboarding.check_answers(answers)
    if wrong:
        raise Refusal("; ".join(wrong.values()), param=next(iter(wrong)))
    account = onboarding.onboard(work, account_id, answers)
    return accounts.render(account, list(accounts.INCLUDABLE))


def capability(work: Work, asked: Document, account_id: str) -> Document:
    """POST accounts/{id}/capability {"status"}: active, pending or restricted."""
    account = accounts.set_capability(work, account_id, str(asked.get("status")))
    return accounts.render(account, list(accounts.INCLUDABLE))


def cash_balance(work: Work, _asked: Document, account_id: str) -> Document:
    """GET accounts/{id}/cash: what the account overpaid, in pence."""
    return {"available": cash.balance_of(work.records, account_id)}


def make_available(work: Work, _asked: Document) -> Document:
    """POST balance/available: everything pending becomes available now."""
    return {"transactions": balance.mature(work, everything=True)}


def top_up(work: Work, asked: Document) -> Document:
    """POST topups {"amount"}: the platform's own money comes in, available at once."""
    return topups.create_topup(work, {"amount": whole(asked, "amount"), "currency": "gbp"})


def list_events(work: Work, _asked: Document) -> Document:
    """GET events: every event, newest first."""
    return {"data": work.records.select("event")}


def list_deliveries(work: Work, _asked: Document) -> Document:
    """GET deliveries: what was posted or waits to be, newest first."""
    return {"data": events.list_deliveries(work.records)}


def emit(work: Work, asked: Document) -> Document:
    """POST events {"type", "object"}: an event of any known type about any object."""
    if asked.get("type") not in events.TYPES:
        raise Refusal("There is no such type of event", param="type")
    return events.emit(work, asked["type"], asked.get("object"))


def send(work: Work, asked: Document, event_id: str) -> Document:
    """POST events/{id}/send {"copies", "flaw"}: send again; flaw is forged or stale."""
    work.get("event", event_id, status=404)
    flaw = str(asked.get("flaw", ""))
    if flaw not in ("", "forged", "stale"):
        raise Refusal("A flaw is forged or stale", param="flaw")
    events.queue(work, event_id, copies=whole(asked, "copies", 1), flaw=flaw)
    return {"sent": whole(asked, "copies", 1)}


def copies(work: Work, asked: Document) -> Document:
    """POST events/copies {"copies"}: how often each later event is sent."""
    work.records.set_switch("copies", str(max(whole(asked, "copies"), 0)))
    return {"copies": int(work.records.switch("copies"))}


def hold(work: Work, _asked: Document) -> Document:
    """POST events/hold: keep later events back until they are released."""
    work.records.set_switch("hold", "yes")
    return {"hold": True}


def release(work: Work, asked: Document) -> Document:
    """POST events/release {"order"}: send what was held; created, reversed or shuffled."""
    work.records.set_switch("hold", "")
    rows = work.records.connection.execute("SELECT id FROM delivery WHERE state = 'held' ORDER BY id").fetchall()
    numbers = [int(row["id"]) for row in rows]
    order = asked.get("order", "created")
    if order == "shuffled":
        random.shuffle(numbers)
    elif order == "reversed":
        numbers.reverse()
    for place, number in enumerate(numbers):
        work.records.connection.execute(
            "UPDATE delivery SET state = 'waiting', due_at = ? WHERE id = ?",
            (work.now - 1 + place / 1_000_000, number),
        )
    return {"released": len(numbers)}


def add_fault(work: Work, asked: Document) -> Document:
    """POST faults: see `faults.add`."""
    return faults.add(work.records, asked)


def list_faults(work: Work, _asked: Document) -> Document:
    """GET faults: those that are switched on."""
    return {"data": faults.list_faults(work.records)}


def clear_faults(work: Work, _asked: Document) -> Document:
    """POST faults/clear: switch them all off."""
    faults.clear(work.records)
    return {"data": []}


ACTIONS: tuple[tuple[str, str, Action], ...] = (
    ("GET", "/health", health),
    ("POST", "/payments/<payment_id>/arrive", arrive),
    ("POST", "/accounts/<account_id>/onboard", onboard),
    ("POST", "/accounts/<account_id>/capability", capability),
    ("GET", "/accounts/<account_id>/cash", cash_balance),
    ("POST", "/balance/available", make_available),
    ("POST", "/topups", top_up),
    ("GET", "/events", list_events),
    ("POST", "/events", emit),
    ("POST", "/events/copies", copies),
    ("POST", "/events/hold", hold),
    ("POST", "/events/release", release),
    ("POST", "/events/<event_id>/send", send),
    ("GET", "/deliveries", list_deliveries),
    ("GET", "/faults", list_faults),
    ("POST", "/faults", add_fault),
    ("POST", "/faults/clear", clear_faults),
)
