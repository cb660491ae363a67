"""The codes that what is typed may mean, for the suggestions of the field that asks for one."""

from flask import Flask, jsonify, request
from flask.typing import ResponseReturnValue

from app.extensions import limiter
from app.kernel import cpv
from app.web.access import public
from app.web.fields.codes import CODES_PATH

KEPT_SECONDS = 24 * 3600


def init_app(app: Flask) -> None:
    """Serve the codes."""
    app.add_url_rule(CODES_PATH, "cpv_codes", public(limiter.limit("120 per minute")(cpv_codes)))


def cpv_codes() -> ResponseReturnValue:
    """The twelve CPV codes that best fit `q`, as JSON: {"codes": [{"code", "title"}]}. They change with a release."""
    found = cpv.find(request.args.get("q", ""))
    answer = jsonify(codes=[{"code": each.code, "title": each.title} for each in found])
    answer.headers["Cache-Control"] = f"private, max-age={KEPT_SECONDS}"
    answer.headers["X-Robots-Tag"] = "noindex"
    answer.add_etag()
    return answer.make_conditional(request)
