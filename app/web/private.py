"""Pages that a signed link opens: nobody else keeps them."""

from flask import Response, make_response


def kept_private(page: str | Response, status: int = 200) -> Response:
    """Out of search engines, caches, and of what browsers tell the sites that the page links to."""
    answer = make_response(page, status) if isinstance(page, str) else page
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Referrer-Policy"] = "same-origin"
    return answer
