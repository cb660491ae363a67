"""What keeps the sandbox's pages to themselves: origin and headers."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Response, abort, g, request


def check_same_origin() -> None:
    """Turn away (403) a form that was not sent from one of the sandbox's own pages."""
    if request.method != "POST":
        return
    origin = request.headers.get("Origin")
    if origin is None or origin == "null":
        if request.headers.get("Sec-Fetch-Site") != "same-origin":
            abort(403)
    elif urlsplit(origin).netloc != request.host:
        abort(403)


def allow_forms_to_lead_to(*urls: str) -> None:
    """Let forms of the page end, by a redirect, at the sites of these addresses."""
    g.form_targets = [f"{urlsplit(url).scheme}://{urlsplit(url).netloc}" for url in urls]


def add_headers(answer: Response) -> Response:
    """A strict content-security-policy, and the headers that go with it."""
    forms = " ".join(["'self'", *g.get("form_targets", [])])
    answer.headers["Content-Security-Policy"] = (
        f"default-src 'none'; style-src 'self'; img-src 'self'; form-action {forms}; "
        "base-uri 'none'; frame-ancestors 'none'"
    )
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Referrer-Policy"] = "same-origin"
    answer.headers["Cache-Control"] = "no-store"
    return answer
