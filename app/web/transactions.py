"""One request is one transaction, committed here when the answer is a success."""

from contextlib import ExitStack

from flask import Flask, Response, g, request

from app.extensions import bell, db
from app.kernel import database
from app.web.worker import ring_worker

SAFE = {"GET", "HEAD", "OPTIONS"}


def ring() -> None:
    """Wake the worker: something is in the outbox. The worker sweeps besides, so a lost ring loses nothing."""
    if bell.huey is not None:
        ring_worker(bell.huey)


def init_app(app: Flask) -> None:
    """Bind the session before each request; commit after a success, roll back after anything else."""

    @app.before_request
    def _open() -> None:
        stack = ExitStack()
        stack.enter_context(database.bound(db.sessionmaker, db.session, writing=request.method not in SAFE))
        stack.enter_context(database.belled(ring))
        g.transaction = stack

    @app.after_request
    def _settle(response: Response) -> Response:
        if "transaction" in g:
            if response.status_code < 400:
                database.commit(db.session)
            else:
                db.session.rollback()
        return response

    @app.teardown_request
    def _close(_: BaseException | None) -> None:
        stack = g.pop("transaction", None)
        if stack is not None:
            stack.close()
