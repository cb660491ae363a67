"""Whether the parts of the site are well."""

from datetime import datetime

from sqlalchemy.exc import SQLAlchemyError

from app.kernel import heartbeat
from app.search import queries as search


def health(at: datetime) -> dict[str, bool]:
    """Each part and whether it is well; `at` is real time, in which the worker gives its sign of life."""
    try:
        alive = heartbeat.is_alive(at=at)
    except SQLAlchemyError:
        return {"database": False, "index": search.is_well(), "worker": False}
    return {"database": True, "index": search.is_well(), "worker": alive}
