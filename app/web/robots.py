"""What search engines are asked to leave alone."""

from flask import Flask, Response

from app.web.access import public
from config import Settings

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
