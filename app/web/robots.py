"""What search engines are asked to leave alone."""

from flask import Flask, Response, request

from app.web.access import public
from config import Settings

SECRETS = {"code", "secret", "token"}
PRIVATE = ("/account", "/acting", "/notices", "/reset", "/confirm", "/r/", "/search")


def init_app(app: Flask, settings: Settings) -> None:
    """Serve /robots.txt: the public pages may be found, except in a demo, where everything is invented."""
    closed = ("/",) if settings.demo else PRIVATE
    text = "\n".join(["User-agent: *", *(f"Disallow: {path}" for path in closed)]) + "\n"

    @public
    def robots() -> Response:
        """Ask search engines to leave alone what is nobody's to find."""
        return Response(text, mimetype="text/plain")

    app.add_url_rule("/robots.txt", "robots", robots)
    app.after_request(_keep_secrets)


def _keep_secrets(response: Response) -> Response:
    """Have no page whose address is a secret be listed.

    Such addresses are left out of robots.txt: a page that may not be fetched cannot say that it is not to be
    listed, and is then listed by its address alone.
    """
    if SECRETS & (request.view_args or {}).keys():
        response.headers.setdefault("X-Robots-Tag", "noindex, nofollow")
    return response
