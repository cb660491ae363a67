"""The headers of every answer."""

from collections.abc import Callable

import pytest
from flask import Flask

from app.web.headers import content_policy
from config import Settings
from tests.police import PoliceClient
from tests.web.conftest import client_of

EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def rules(policy: str) -> dict[str, str]:
    """The policy by directive."""
    return dict([*rule.strip().split(" ", 1), ""][:2] for rule in policy.split(";"))


@pytest.mark.parametrize("path", ["/told", "/nowhere", "/broken", "/refused", "/static/site.css", "/forbidden"])
def test_every_answer_has_the_headers(visitor: PoliceClient, path: str) -> None:
    headers = visitor.get(path, buffered=True).headers
    assert {name: headers.get(name) for name in EVERYWHERE} == EVERYWHERE
    assert "camera=()" in headers["Permissions-Policy"]


def test_pages_load_nothing_but_the_sites_own_files(settings: Settings) -> None:
    policy = rules(content_policy(settings))
    loading = [policy[name] for name in ("default-src", "script-src", "style-src", "img-src", "connect-src")]
    assert set(loading) == {"'self'"}
    assert {policy[name] for name in ("object-src", "frame-ancestors", "base-uri", "frame-src")} == {"'none'"}
    assert "unsafe" not in content_policy(settings)


@pytest.mark.parametrize(
    ("base", "hosts"),
    [
        ("https://api.stripe.com", "'self' https://connect.stripe.com"),
        ("http://127.0.0.1:8001/", "'self' https://connect.stripe.com http://127.0.0.1:8001"),
    ],
)
def test_forms_may_lead_to_stripes_forms_and_nowhere_else(settings: Settings, base: str, hosts: str) -> None:
    policy = rules(content_policy(settings.model_copy(update={"stripe_api_base": base})))
    assert policy["form-action"] == hosts


def test_a_site_on_https_insists_on_it(make_toolkit: Callable[[Settings], Flask], settings: Settings) -> None:
    secure = make_toolkit(settings.model_copy(update={"site_address": "https://exchange.example"}))
    headers = client_of(secure).get("/told").headers
    assert "max-age=31536000" in headers["Strict-Transport-Security"]
    assert "upgrade-insecure-requests" in headers["Content-Security-Policy"]


def test_a_site_on_http_does_not(visitor: PoliceClient) -> None:
    assert "Strict-Transport-Security" not in visitor.get("/told").headers


@pytest.mark.parametrize("path", ["/mine", "/told", "/nowhere", "/broken"])
def test_no_browser_keeps_the_page_of_someone_signed_in(member: PoliceClient, path: str) -> None:
    assert member.get(path).headers["Cache-Control"] == "no-store"


def test_a_strangers_page_is_asked_for_again(visitor: PoliceClient) -> None:
    assert visitor.get("/told").headers["Cache-Control"] == "private, no-cache"
