"""`expand`: an object in the place of its id."""

from __future__ import annotations

from app.sandbox.stripe.errors import Document, invalid_parameter
from app.sandbox.stripe.store import Records
from app.sandbox.stripe.work import shown

# Which field of which object may be expanded, and into what.
EXPANDABLE = {
    ("payment_intent", "latest_charge"): ("charge",),
    ("charge", "balance_transaction"): ("balance_transaction",),
    ("charge", "payment_intent"): ("payment_intent",),
    ("transfer", "balance_transaction"): ("balance_transaction",),
    ("transfer", "source_transaction"): ("charge",),
    ("topup", "balance_transaction"): ("balance_transaction",),
    ("balance_transaction", "source"): ("charge", "transfer", "topup"),
}


def expand(records: Records, body: Document, paths: list[str]) -> Document:
    """Replace the ids along each path, such as `latest_charge.balance_transaction`.

    Raises `Refusal` for a field that cannot be expanded.
    """
    for path in paths:
        _expand(records, body, path.split("."), path)
    return body


def _expand(records: Records, body: Document, steps: list[str], path: str) -> None:
    if body.get("object") == "list":
        if steps[0] != "data" or len(steps) == 1:
            raise _refused(path)
        for item in body["data"]:
            _expand(records, item, steps[1:], path)
        return
    kinds = EXPANDABLE.get((str(body.get("object")), steps[0]))
    if kinds is None:
        raise _refused(path)
    body[steps[0]] = _found(records, kinds, body.get(steps[0]))
    if len(steps) > 1 and body[steps[0]] is not None:
        _expand(records, body[steps[0]], steps[1:], path)


def _found(records: Records, kinds: tuple[str, ...], value: object) -> object:
    """What the id stands for, or the value itself when it is no longer an id."""
    if isinstance(value, str):
        for kind in kinds:
            document = records.find(kind, value)
            if document is not None:
                return shown(document)
    return value


def _refused(path: str) -> Exception:
    return invalid_parameter("expand", f"This property cannot be expanded ({path}).")
