"""The sandbox as a whole: made, started on a port of this machine, and stopped."""

from __future__ import annotations

import threading

from flask import Flask, Response, make_response, redirect, render_template, request
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server
from werkzeug.wrappers import Response as WerkzeugResponse

from app.sandbox.stripe import control, idempotency, onboarding_pages, pages, security, topups
from app.sandbox.stripe.api import Api, unknown_address
from app.sandbox.stripe.delivery import Postman
from app.sandbox.stripe.settings import Settings
from app.sandbox.stripe.store import Store
from app.sandbox.stripe.work import Work
from app.sandbox.stripe.world import World

LOOPBACK = "127.0.0.1"
POLL_SECONDS = 0.05  # how soon a stop is noticed


class QuietHandler(WSGIRequestHandler):
    """Answers without a line in the log for each request."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing."""


class Sandbox:
    """One sandbox: its store, its web server and its postman.

    `start` serves on a thread until `stop`; `serve` serves in the calling thread.
    `address` is where the SDK's four base addresses and the webhook's sender are.
    """

    def __init__(self, settings: Settings, port: int = 0) -> None:
        self.store = Store(settings.database)
        self.settings = settings
        self.postman = Postman(self.store, settings)
        self.prepare()
        self.server: BaseWSGIServer = make_server(
            LOOPBACK, port, self.make_app(), threaded=True, request_handler=QuietHandler
        )
        self.thread = threading.Thread(target=self.server.serve_forever, args=(POLL_SECONDS,), daemon=True)

    @property
    def address(self) -> str:
        """Where the sandbox is reached, such as http://127.0.0.1:12111."""
        return f"http://{LOOPBACK}:{self.server.server_port}"

    def prepare(self) -> None:
        """Free the keys of requests cut short, and put in the float of a new sandbox."""
        with self.store.transaction() as records:
            idempotency.release_all(records)
            wanted = self.settings.float_pence
            if wanted and not records.select("topup", limit=1):
                work = Work(records, self.settings, self.settings.clock(), "")
                topups.create_topup(work, {"amount": wanted, "currency": "gbp"})

    def make_app(self) -> Flask:
        """The web application: the API, the control endpoints and the pages."""
        app = Flask(__name__, static_url_path="/sandbox/static")
        world = World(self.store, self.settings, self.postman)
        app.register_blueprint(Api(self.store, self.settings, self.postman).blueprint())
        app.register_blueprint(control.blueprint(world))
        app.register_blueprint(pages.blueprint(world))
        app.register_blueprint(onboarding_pages.blueprint(world))
        app.add_url_rule("/", view_func=to_pages)
        app.context_processor(lambda: {"way_back": self.settings.way_back})
        app.register_error_handler(404, not_found)
        app.register_error_handler(405, not_found)
        return app

    def start(self) -> None:
        """Serve, and deliver events, in the background."""
        self.postman.start()
        self.thread.start()

    def serve(self) -> None:
        """Serve, and deliver events, until interrupted."""
        self.postman.start()
        try:
            self.server.serve_forever()
        finally:
            self.postman.stop()
            self.server.server_close()

    def stop(self) -> None:
        """Stop serving and delivering; what is stored stays."""
        self.server.shutdown()
        self.thread.join()
        self.postman.stop()
        self.server.server_close()


def to_pages() -> WerkzeugResponse:
    """From the bare address to the pages."""
    return redirect("/sandbox")


def not_found(_error: Exception) -> Response:
    """There is nothing at this address."""
    if request.path.startswith(("/v1/", "/v2/")):
        return unknown_address()
    answer = make_response(render_template("missing.html"), 404)
    return security.add_headers(answer)


def create_sandbox(settings: Settings, port: int = 0) -> Sandbox:
    """A sandbox on a port of this machine (0: any free one), not yet started."""
    return Sandbox(settings, port)
