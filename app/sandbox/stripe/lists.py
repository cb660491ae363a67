"""Lists, a page at a time, newest first."""

from __future__ import annotations

from app.sandbox.stripe.errors import Document, invalid_parameter, no_such
from app.sandbox.stripe.store import Records
from app.sandbox.stripe.work import Work, shown


def check_limit(params: Document, default: int) -> int:
    """How many to show: 1 to 100."""
    limit = int(params.get("limit", default))
    if not 1 <= limit <= 100:
        raise invalid_parameter("limit", "This value must be between 1 and 100.", "parameter_invalid_integer")
    return limit


def list_page(work: Work, kind: str, params: Document, *, url: str, filters: tuple[str, ...] = ()) -> Document:
    """A v1 list of the kind, narrowed by `created` and those fields that `filters` names."""
    where: dict[str, object] = {
        f"json_extract(body, '$.{name}') = ?": params[name] for name in filters if name in params
    }
    for sign, moment in params.get("created", {}).items():
        where[f"json_extract(body, '$.created') {sign} ?"] = moment
    limit = check_limit(params, 10)
    backwards = "ending_before" in params
    for name, sign in (("starting_after", "<"), ("ending_before", ">")):
        if name in params:
            where[f"seq {sign} ?"] = _position(work.records, kind, params[name], name)
    found = work.records.select(kind, where, newest_first=not backwards, limit=limit + 1)
    page = found[:limit][::-1] if backwards else found[:limit]
    return {
        "object": "list",
        "data": [shown(document) for document in page],
        "has_more": len(found) > limit,
        "url": url,
    }


def _position(records: Records, kind: str, record_id: str, param: str) -> int:
    position = records.position(kind, record_id)
    if position is None:
        raise no_such(kind, record_id, param=param)
    return position
