"""Whether the site is well, for whoever watches it."""

from datetime import UTC, datetime

from flask import jsonify
from flask.typing import ResponseReturnValue

from app.extensions import limiter
from app.pages import queries
from app.pages.views import bp
from app.web.access import public


@bp.get("/health")
@limiter.exempt
@public
def health() -> ResponseReturnValue:
    """200 when the database, the index and the worker are well, else 503; either way which of them is."""
    parts = queries.health(datetime.now(UTC))
    answer = jsonify({name: "well" if well else "unwell" for name, well in parts.items()})
    return answer, 200 if all(parts.values()) else 503
