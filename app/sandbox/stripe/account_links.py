"""Account links: the way to the onboarding form, for one use and a short time."""

from __future__ import annotations

from urllib.parse import urlsplit

from app.sandbox.stripe.errors import Document, invalid_parameter, missing_parameter
from app.sandbox.stripe.parameters import Kind, Spec, require
from app.sandbox.stripe.store import new_id
from app.sandbox.stripe.work import Work, iso

CREATE: Spec = {
    "account": Kind.TEXT,
    "use_case": {
        "type": Kind.TEXT,
        "account_onboarding": {
            "collection_options": {"fields": Kind.TEXT, "future_requirements": Kind.TEXT},
            "refresh_url": Kind.TEXT,
            "return_url": Kind.TEXT,
        },
    },
}


def create_link(work: Work, params: Document) -> Document:
    """POST /v2/core/account_links."""
    require(params, "account", "use_case")
    use_case = params["use_case"]
    if use_case.get("type") != "account_onboarding":
        raise invalid_parameter("use_case.type", "This sandbox plays account_onboarding only.")
    onboarding = use_case.get("account_onboarding", {})
    if "refresh_url" not in onboarding:
        raise missing_parameter("use_case.account_onboarding.refresh_url")
    for name in ("refresh_url", "return_url"):
        _check_url(onboarding.get(name), f"use_case.account_onboarding.{name}")
    account = work.get("account", params["account"], param="account")
    token = new_id("", 32)
    expires_at = work.now + work.settings.link_seconds
    work.records.add(
        "account_link",
        {
            "id": token,
            "account": account["id"],
            "expires_at": expires_at,
            "used": False,
            "refresh_url": onboarding["refresh_url"],
            "return_url": onboarding.get("return_url", onboarding["refresh_url"]),
        },
    )
    return {
        "object": "v2.core.account_link",
        "account": account["id"],
        "created": iso(work.now),
        "expires_at": iso(expires_at),
        "livemode": False,
        "url": f"{work.base_url}/sandbox/onboarding/{token}",
        "use_case": use_case,
    }


def _check_url(url: str | None, param: str) -> None:
    if url is None:
        return
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise invalid_parameter(param, f"Not a valid URL: {url}", "url_invalid")


def is_open(work: Work, link: Document) -> bool:
    """Whether the link can still be used."""
    return not link["used"] and work.now < link["expires_at"]
