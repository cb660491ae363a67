"""Where Stripe posts its events."""

from flask import request
from flask.typing import ResponseReturnValue

from app.extensions import csrf
from app.settlement import actions
from app.settlement.stripe_gateway import BadEvent
from app.settlement.views import bp
from app.web.access import public
from app.web.clock import now

PLAIN = {"Content-Type": "text/plain"}


@bp.post("/stripe/events")
@csrf.exempt  # type: ignore[untyped-decorator]
@public
def take_event() -> ResponseReturnValue:
    """Take an event in, and answer at once. One that Stripe did not sign just now is refused."""
    try:
        actions.take_event(raw=request.get_data(), signature=request.headers.get("Stripe-Signature"), at=now())
    except BadEvent:
        return "", 400, PLAIN
    return "", 200, PLAIN
