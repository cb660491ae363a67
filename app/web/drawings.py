"""Drawings as a browser gets them."""

from flask import Response, request


def drawing(drawn: bytes) -> Response:
    """An SVG for one reader, who need not fetch it again while it is the same."""
    answer = Response(drawn, content_type="image/svg+xml")
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.add_etag()
    answer.make_conditional(request)
    return answer
