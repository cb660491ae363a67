"""The pages that say what went wrong and what to do next, in the look of the site."""

from collections.abc import Callable

import structlog
from flask import Flask, Response, render_template
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, InternalServerError

from app.kernel.errors import NotFound, Refused

log = structlog.get_logger(__name__)
PAGES = {403: "forbidden", 404: "not_found", 413: "too_large", 429: "too_many"}


def init_app(app: Flask) -> None:
    """Answer every way in which a request can fail. Comes after the templates are set up."""
    for status, page in PAGES.items():
        app.register_error_handler(status, _page(status, page))
    app.register_error_handler(HTTPException, _other)
    app.register_error_handler(CSRFError, _stale)
    app.register_error_handler(NotFound, _page(404, "not_found"))
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(500, _broken(_made_beforehand(app)))


def _page(status: int, page: str) -> Callable[[Exception], ResponseReturnValue]:
    def answer(error: Exception) -> ResponseReturnValue:
        return render_template(f"errors/{page}.html"), status, _retry_after(error)

    return answer


def _retry_after(error: Exception) -> dict[str, str]:
    response = getattr(error, "response", None)
    wait = response.headers.get("Retry-After") if response is not None else None
    return {"Retry-After": wait} if wait else {}


def _other(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < 400:
        return error
    answer = render_template("errors/other.html", name=error.name, description=error.description)
    headers = [(name, value) for name, value in error.get_headers() if name not in ("Content-Type", "Content-Length")]
    return answer, error.code, headers


def _stale(_: CSRFError) -> ResponseReturnValue:
    return render_template("errors/stale_form.html"), 400


def _refused(error: Refused) -> ResponseReturnValue:
    return render_template("errors/refused.html", message=error.message), 422


def _made_beforehand(app: Flask) -> str:
    with app.app_context():
        return app.jinja_env.get_template("errors/broken.html").render()


def _broken(page: str) -> Callable[[InternalServerError], Response]:
    """The 500 page was made when the app started: whatever broke since, it can still be shown."""

    def answer(error: InternalServerError) -> Response:
        log.error("request.failed", error=repr(error.original_exception or error))
        return Response(page, 500, mimetype="text/html")

    return answer
