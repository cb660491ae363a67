"""The headers of every answer: what a browser may do with it, and how long it may keep it."""

from urllib.parse import urlsplit

from flask import Flask, Response, g, request

from app.web.static_files import KEEP_SECONDS, is_kept
from config import STRIPE, Settings

STRIPE_PAGES = "https://connect.stripe.com"
YEAR = 365 * 24 * 3600


def init_app(app: Flask, settings: Settings) -> None:
    """Set the headers on every answer, errors included."""
    steady = _steady(settings)

    @app.after_request
    def _head(response: Response) -> Response:
        for name, value in steady.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Cache-Control", _keeping())
        if request.endpoint == "static":
            response.headers["Cache-Control"] = _keeping()
        return response


def content_policy(settings: Settings) -> str:
    """What pages may load and where their forms may lead: this site, and Stripe's forms, reached by redirect."""
    rules = {
        "default-src": "'self'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self'",
        "font-src": "'none'",
        "connect-src": "'self'",
        "object-src": "'none'",
        "frame-src": "'none'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
        "form-action": " ".join(["'self'", *_form_hosts(settings)]),
    }
    policy = "; ".join(f"{name} {value}" for name, value in rules.items())
    return policy + ("; upgrade-insecure-requests" if _is_https(settings) else "")


def _form_hosts(settings: Settings) -> list[str]:
    base = settings.stripe_api_base.rstrip("/")
    if base == STRIPE:
        return [STRIPE_PAGES]
    parts = urlsplit(base)
    return [STRIPE_PAGES, f"{parts.scheme}://{parts.netloc}"]


def _steady(settings: Settings) -> dict[str, str]:
    headers = {
        "Content-Security-Policy": content_policy(settings),
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "same-origin",
        "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    if _is_https(settings):
        headers["Strict-Transport-Security"] = f"max-age={YEAR}; includeSubDomains"
    return headers


def _is_https(settings: Settings) -> bool:
    return settings.address.startswith("https://")


def _keeping() -> str:
    if request.endpoint == "static":
        kept = is_kept((request.view_args or {}).get("filename", ""), request.args.get("v"))
        return f"public, max-age={KEEP_SECONDS}, immutable" if kept else "no-cache"
    known_to_be_nobody = "actor" in g and g.actor is None
    return "private, no-cache" if known_to_be_nobody else "no-store"
