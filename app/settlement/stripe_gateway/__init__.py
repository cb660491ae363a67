"""The one place that speaks to Stripe. It returns small values in the trade's words and raises `errors`."""

from collections.abc import Callable

from app.settlement.stripe_gateway.errors import (
    BadEvent,
    GatewayError,
    GatewayRefused,
    GatewayUnclear,
    NotServed,
    SavedFailure,
    ShortOfFloat,
    StillInFlight,
)
from app.settlement.stripe_gateway.gateway import StripeGateway

__all__ = [
    "BadEvent",
    "GatewayError",
    "GatewayRefused",
    "GatewayUnclear",
    "NotServed",
    "SavedFailure",
    "ShortOfFloat",
    "StillInFlight",
    "StripeGateway",
    "gateway",
    "use_gateway",
]

_makers: list[Callable[[], StripeGateway]] = []
_made: list[StripeGateway] = []


def use_gateway(make: Callable[[], StripeGateway]) -> None:
    """Have `make` build the gateway when it is first needed, so that commands without Stripe need no key."""
    _makers[:] = [make]
    _made.clear()


def gateway() -> StripeGateway:
    """The gateway of this process. Raises LookupError where no app has been made."""
    if not _made:
        if not _makers:
            raise LookupError("no gateway is set up: create_app does it")
        _made.append(_makers[0]())
    return _made[0]
