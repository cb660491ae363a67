"""How much a request may bring: little, but for the pages that take files."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, Response, current_app, request

MEGABYTE = 1024 * 1024
MOST_SENT = 10 * MEGABYTE
MOST_UPLOADED = 25 * MEGABYTE
MOST_HEARD_OUT = 100 * MEGABYTE
CHUNK = 64 * 1024
View = TypeVar("View", bound=Callable[..., Any])


def takes_files(view: View) -> View:
    """A page to which several files are sent at once: 25 MB in all instead of the 10 MB of every other page."""
    view.takes_files = True  # type: ignore[attr-defined]
    return view


def init_app(app: Flask) -> None:
    """Set how much each request may bring. Comes before whatever reads forms."""
    app.config["MAX_CONTENT_LENGTH"] = MOST_SENT

    @app.before_request
    def _widen() -> None:
        view = current_app.view_functions.get(request.endpoint or "")
        if getattr(view, "takes_files", False):
            request.max_content_length = MOST_UPLOADED

    @app.after_request
    def _hear_out(response: Response) -> Response:
        if response.status_code == 413:
            _drop_the_rest()
        return response


def _drop_the_rest() -> None:
    """Read what is refused unread, and forget it: a browser that is cut off in mid-sentence never shows the answer."""
    sent = request.content_length or 0
    if not (request.max_content_length or 0) < sent <= MOST_HEARD_OUT:
        return
    stream = request.environ["wsgi.input"]
    while sent > 0 and (chunk := stream.read(min(sent, CHUNK))):
        sent -= len(chunk)
