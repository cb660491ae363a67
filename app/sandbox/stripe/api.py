"""The API over HTTP: the key, the idempotency key, the operation, the answer."""

from __future__ import annotations

import re
import socket
import time
from collections.abc import Callable

from flask import Blueprint, Response, jsonify, request

from app.sandbox.stripe import balance, faults, idempotency
from app.sandbox.stripe.delivery import Postman
from app.sandbox.stripe.errors import Document, Refusal, server_error
from app.sandbox.stripe.expansion import expand
from app.sandbox.stripe.operations import OPERATIONS, Operation
from app.sandbox.stripe.parameters import Reader, parse_form
from app.sandbox.stripe.settings import Settings
from app.sandbox.stripe.store import Records, Store, new_id
from app.sandbox.stripe.work import Work

LIFETIMES = {
    "v1": idempotency.V1_LIFETIME_SECONDS,
    "v2": idempotency.V2_LIFETIME_SECONDS,
}


class Call:
    """One request to one operation, from its arrival to its answer."""

    def __init__(self, operation: Operation, ids: dict[str, str]) -> None:
        self.operation = operation
        self.ids = ids
        self.request_id = new_id("req_", 14)
        posted = request.method == "POST"
        self.key = (request.headers.get("Idempotency-Key") or None) if posted else None
        self.claimed = False
        self.raw: Document = {}
        self.fault: Document | None = None


class Api:
    """Answers the operations, all on one store."""

    def __init__(self, store: Store, settings: Settings, postman: Postman) -> None:
        self.store = store
        self.settings = settings
        self.postman = postman

    def blueprint(self) -> Blueprint:
        """The routes."""
        routes = Blueprint("api", __name__)
        for number, operation in enumerate(OPERATIONS):
            routes.add_url_rule(
                operation.rule,
                endpoint=f"operation_{number}",
                view_func=self._view(operation),
                methods=[operation.method],
            )
        return routes

    def _view(self, operation: Operation) -> Callable[..., Response]:
        def view(**ids: str) -> Response:
            call = Call(operation, ids)
            try:
                return self._answer(call)
            except Refusal as refusal:
                self._release(call)
                return reply(call, refusal.status, refusal.body())
            except Exception:
                self._release(call)
                raise
            finally:
                self.postman.ring()

        return view

    def _answer(self, call: Call) -> Response:
        check_caller()
        call.raw = read_request(call.operation)
        with self.store.transaction() as records:
            call.fault = faults.take(records, request.method, request.path)
        if call.fault is not None and not call.fault["saved"]:
            struck = self._strike(call, "before")
            if struck is not None:
                return struck
        if call.key is not None:
            earlier = self._claim(call, call.key)
            if earlier is not None:
                return self._strike_line(call) or reply(call, earlier.status, earlier.body, earlier)
        return self._carry_out(call)

    def _claim(self, call: Call, key: str) -> idempotency.Answer | None:
        earlier = idempotency.claim(
            self.store,
            key,
            idempotency.fingerprint(request.method, request.path, call.raw),
            request_id=call.request_id,
            now=self.settings.clock(),
            lifetime=LIFETIMES[call.operation.version],
        )
        call.claimed = earlier is None
        return earlier

    def _carry_out(self, call: Call) -> Response:
        struck = self._strike(call, "before")
        if struck is not None:
            return struck
        status, body = self._perform(call)
        return self._strike(call, "after") or reply(call, status, body)

    def _perform(self, call: Call) -> tuple[int, Document]:
        """Do the work and keep its answer, in one transaction."""
        reader = Reader(form=call.operation.version == "v1")
        params = reader.read(call.raw, call.operation.spec)
        try:
            with self.store.transaction() as records:
                work = self._work(call, records)
                balance.mature(work)
                body = call.operation.function(work, params, **call.ids)
                body = expand(records, body, params.get("expand", []))
                if call.key is not None:
                    idempotency.keep(records, call.key, 200, body)
            return 200, body
        except Refusal as refusal:
            if refusal.began and call.operation.version == "v1":
                self._keep(call, refusal.status, refusal.body())
            raise

    def _work(self, call: Call, records: Records) -> Work:
        cause = None
        if request.method == "POST":
            asked = {"id": call.request_id, "idempotency_key": call.key or ""}
            cause = {"type": "request", "request": asked}
        base = self.settings.public_url or request.host_url
        now = self.settings.clock()
        return Work(records, self.settings, now, base.rstrip("/"), cause)

    def _strike(self, call: Call, moment: str) -> Response | None:
        """Play the call's fault if this is its moment; None means that the call goes on."""
        fault = call.fault
        if fault is None or fault["when"] != moment:
            return None
        call.fault = None
        if fault["kind"] == "sleep":
            time.sleep(fault["seconds"])
            return None
        if fault["kind"] == "drop":
            self._release(call)
            return hang_up()
        failure = server_error()
        saved = fault["saved"] and call.operation.version == "v1"
        if saved:
            self._keep(call, failure.status, failure.body())
        self._release(call)
        answer = reply(call, failure.status, failure.body())
        if saved:
            answer.headers["Stripe-Should-Retry"] = "false"
        return answer

    def _strike_line(self, call: Call) -> Response | None:
        """A fault of the line, not of Stripe, strikes a replay too."""
        if call.fault is None or call.fault["kind"] == "error":
            return None
        return self._strike(call, call.fault["when"])

    def _keep(self, call: Call, status: int, body: Document) -> None:
        if call.claimed and call.key is not None:
            with self.store.transaction() as records:
                idempotency.keep(records, call.key, status, body)

    def _release(self, call: Call) -> None:
        """Free the key, if it is this call's own and has no answer yet."""
        if call.claimed and call.key is not None:
            with self.store.transaction() as records:
                idempotency.release(records, call.key)


def check_caller() -> None:
    """Raise `Refusal` unless a test key is shown and the platform speaks for itself."""
    scheme, _, key = request.headers.get("Authorization", "").partition(" ")
    if scheme != "Bearer" or not key:
        raise Refusal("You did not provide an API key.", status=401, began=False)
    if not re.fullmatch(r"(sk|rk)_test_\w+", key):
        raise Refusal(f"Invalid API Key provided: {key[:8]}****", status=401, began=False)
    for header in ("Stripe-Account", "Stripe-Context"):
        if request.headers.get(header):
            raise Refusal(f"This sandbox does not play {header}.", began=False)


def read_request(operation: Operation) -> Document:
    """The parameters as they were sent: a query, a form (v1) or JSON (v2)."""
    if operation.method == "GET":
        tree = parse_form(request.args.items(multi=True))
        return tree if operation.version == "v1" else _query(tree)
    if operation.version == "v1":
        return parse_form(request.form.items(multi=True))
    body = request.get_json(silent=True)
    if not isinstance(body, dict):
        raise Refusal("The body is not a JSON object.", began=False)
    return body


def _query(tree: Document) -> Document:
    """A v2 query as if it were JSON: lists from positions, numbers and flags from text."""
    known: dict[str, object] = {"true": True, "false": False}
    read: Document = {}
    for name, value in tree.items():
        if isinstance(value, dict):
            read[name] = list(value.values())
        elif name == "limit" and value.isdigit():
            read[name] = int(value)
        else:
            read[name] = known.get(value, value)
    return read


def reply(call: Call, status: int, body: Document, earlier: idempotency.Answer | None = None) -> Response:
    """The answer, with the headers that Stripe sends."""
    answer = jsonify(body)
    answer.status_code = status
    answer.headers["Request-Id"] = call.request_id
    for name in ("Idempotency-Key", "Stripe-Version"):
        if name in request.headers:
            answer.headers[name] = request.headers[name]
    if earlier is not None:
        answer.headers["Idempotent-Replayed"] = "true"
        answer.headers["Original-Request"] = earlier.request_id
        if status >= 500:
            answer.headers["Stripe-Should-Retry"] = "false"
    return answer


def hang_up() -> Response:
    """Close the connection without a word."""
    wire = request.environ.get("werkzeug.socket")
    if isinstance(wire, socket.socket):
        wire.shutdown(socket.SHUT_RDWR)
    return Response(status=500)


def unknown_address() -> Response:
    """The answer to an operation that the sandbox does not speak."""
    message = f"Unrecognized request URL ({request.method}: {request.path})."
    answer = jsonify(Refusal(message).body())
    answer.status_code = 404
    return answer
