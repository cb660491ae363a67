"""Refusals, in the shape in which Stripe gives them."""

from __future__ import annotations

from typing import Any

Document = dict[str, Any]


class Refusal(Exception):
    """A request that is not carried out.

    `began` says whether the operation had started: Stripe keeps the answer of an
    operation that started under its idempotency key, and forgets one that was
    turned away at the door.
    """

    def __init__(
        self,
        message: str,
        *,
        status: int = 400,
        kind: str = "invalid_request_error",
        code: str | None = None,
        param: str | None = None,
        began: bool = True,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.status = status
        self.kind = kind
        self.code = code
        self.param = param
        self.began = began

    def body(self) -> Document:
        """The JSON body of the answer."""
        error: Document = {"type": self.kind, "message": self.message}
        if self.code is not None:
            error["code"] = self.code
            error["doc_url"] = f"https://stripe.com/docs/error-codes/{self.code.replace('_', '-')}"
        if self.param is not None:
            error["param"] = self.param
        return {"error": error}


def unknown_parameter(param: str) -> Refusal:
    """The caller sent a parameter that this operation does not take."""
    return Refusal(
        f"Received unknown parameter: {param}",
        code="parameter_unknown",
        param=param,
        began=False,
    )


def missing_parameter(param: str) -> Refusal:
    """The caller left out what the operation cannot do without."""
    return Refusal(
        f"Missing required param: {param}.",
        code="parameter_missing",
        param=param,
        began=False,
    )


def invalid_parameter(param: str, message: str, code: str | None = None) -> Refusal:
    """The caller sent a value that can never be right."""
    return Refusal(message, code=code, param=param, began=False)


def no_such(kind: str, record_id: str, *, param: str = "id", status: int = 400) -> Refusal:
    """There is no object of that kind with that id."""
    return Refusal(
        f"No such {kind}: '{record_id}'",
        status=status,
        code="resource_missing",
        param=param,
    )


def server_error() -> Refusal:
    """Stripe's own failure, as a switched-on fault plays it."""
    return Refusal(
        "An unknown error occurred",
        status=500,
        kind="api_error",
    )
