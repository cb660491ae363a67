"""A test client that fails any page that is not valid HTML, has no title, or lacks its headers."""

import re
from functools import lru_cache
from typing import Any

import html5lib
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
HEADERS = {
    "Content-Security-Policy": re.compile(r"default-src 'self'"),
    "X-Content-Type-Options": re.compile(r"^nosniff$"),
    "Referrer-Policy": re.compile(r"."),
    "Permissions-Policy": re.compile(r"."),
}


class PoliceClient(FlaskClient):
    """Flask's test client, on the beat."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        response = super().open(*args, **kwargs)
        inspect(response)
        return response

    def submit(self, path: str, *, page: str | None = None, **fields: Any) -> TestResponse:
        """Fill in the form on a page (by default the one at `path`) and send it, token and all."""
        seen = self.get(page or path, follow_redirects=True)
        token = TOKEN.search(seen.text)
        assert token, f"there is no form with a token on {page or path}: {seen.status}"
        return self.post(path, data={"csrf_token": token[1], **fields})


@lru_cache(maxsize=2_000)
def check_html(html: str) -> None:
    """Raise for a page that is not valid HTML; the same page is not parsed twice."""
    html5lib.HTMLParser(strict=True).parse(html)


def inspect(response: TestResponse) -> None:
    """Assert that an answer is fit to be seen."""
    for name, pattern in HEADERS.items():
        assert pattern.search(response.headers.get(name, "")), f"{response.request.path} lacks {name}"
    assert "unsafe-inline" not in response.headers["Content-Security-Policy"]
    if response.mimetype != "text/html" or response.status_code in (301, 302, 303, 307, 308):
        return
    assert len(response.data) < 100_000, f"{response.request.path} is {len(response.data):,} bytes"
    html = response.text
    check_html(TOKEN.sub("", html))
    title = re.search(r"<title>\s*(.+?)\s*</title>", html, re.S)
    assert title, f"{response.request.path} has no title"
    assert len(re.findall(r"<h1[\s>]", html)) == 1, f"{response.request.path} needs exactly one h1"
    assert ' style="' not in html, f"{response.request.path} has an inline style, which the policy blocks"
    assert not re.search(r"\son[a-z]+=\"", html), f"{response.request.path} has an inline script"
