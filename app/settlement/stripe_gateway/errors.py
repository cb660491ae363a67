"""What can go wrong with Stripe, in the house's words."""

from collections.abc import Iterator
from contextlib import contextmanager

import stripe


class GatewayError(Exception):
    """Stripe did not do what it was asked."""


class GatewayRefused(GatewayError):
    """Stripe says no, for good, under this key: `code` is its word for why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class ShortOfFloat(GatewayRefused):
    """The platform's balance has not enough available money for a transfer."""


class NotServed(GatewayError):
    """Stripe turned the call away before doing anything: too many calls, or a key that it does not take."""


class GatewayUnclear(GatewayError):
    """No answer, or Stripe's own failure: it may or may not have been done, so look before asking again."""


class StillInFlight(GatewayUnclear):
    """The same call is being worked on for another worker just now."""


class SavedFailure(GatewayUnclear):
    """Stripe keeps its own failure under this key and will repeat it: look, then use another key."""


class BadEvent(GatewayError):
    """The event is not Stripe's, is too old, or cannot be read."""


@contextmanager
def in_our_words() -> Iterator[None]:
    """Turn what the SDK raises inside into one of the errors above."""
    try:
        yield
    except stripe.APIConnectionError as error:
        raise GatewayUnclear("no answer") from error
    except (stripe.RateLimitError, stripe.AuthenticationError, stripe.PermissionError) as error:
        raise NotServed(error.code or type(error).__name__) from error
    except stripe.IdempotencyError as error:
        raise _of_the_key(error) from error
    except stripe.StripeError as error:
        raise _of_the_answer(error) from error


def _of_the_key(error: stripe.IdempotencyError) -> GatewayError:
    if error.http_status == 409:
        return StillInFlight("in flight")
    return GatewayRefused(error.code or "idempotency_mismatch")


def _of_the_answer(error: stripe.StripeError) -> GatewayError:
    if error.http_status == 409:
        return StillInFlight(error.code or "conflict")
    if error.http_status is None or error.http_status >= 500:
        return SavedFailure("saved failure") if _is_replay(error) else GatewayUnclear("failure at Stripe")
    code = error.code or type(error).__name__
    if code in ("balance_insufficient", "insufficient_funds") or isinstance(error, stripe.InsufficientFundsError):
        return ShortOfFloat(code)
    return GatewayRefused(code)


def _is_replay(error: stripe.StripeError) -> bool:
    headers = {name.lower(): value for name, value in (error.headers or {}).items()}
    return headers.get("idempotent-replayed") == "true"
