"""The worker: answers the bell, sweeps the outbox, runs the periodic work."""

import threading
import time
from datetime import UTC, datetime

import click
import structlog
from flask import Flask, current_app
from flask.cli import with_appcontext
from huey.api import Huey, PostgresHuey, SqliteHuey
from huey.consumer import Consumer

from app.extensions import bell, db
from app.kernel import database, delivery, heartbeat
from app.kernel.boards import Periodic, jobs
from app.kernel.clock import Clock
from config import Settings

log = structlog.get_logger(__name__)
SWEEP_SECONDS = 2
RING = "ring"


def open_job_store(settings: Settings) -> Huey:
    """Huey on PostgreSQL where the site is, else on a SQLite file in DATA_DIR: no broker to run."""
    if settings.database_url.startswith("postgresql"):
        dsn = settings.database_url.replace("postgresql+psycopg://", "postgresql://", 1)
        return PostgresHuey("exchange", dsn=dsn, results=False)
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    return SqliteHuey("exchange", filename=str(settings.data_dir / "jobs.db"), results=False)


def ring_worker(huey: object) -> None:
    """Put one ring into the job store. A store that cannot be reached is logged: the sweep comes anyway."""
    try:
        _ring_task(huey)()  # type: ignore[operator]
    except Exception as error:
        log.warning("bell.silent", error=repr(error))


def _ring_task(huey: object) -> object:
    assert isinstance(huey, Huey)
    task = getattr(huey, "_ring_task", None)
    if task is None:

        def answer() -> None:
            """Deliver what is due."""
            answer_bell()

        task = huey.task(name=RING)(answer)
        huey._ring_task = task
    return task


_answering: dict[str, Flask] = {}


def answer_bell() -> None:
    """Deliver what is due, in the app that this worker serves."""
    app = _answering["app"]
    with app.app_context(), database.bound(db.sessionmaker):
        delivery.deliver_due(app.extensions["clock"])


def sweep(clock: Clock, last_runs: dict[str, float]) -> None:
    """One round: the sign of life, what is due in the outbox, and the periodic work whose turn it is."""
    with database.bound(db.sessionmaker):
        with database.transaction():
            heartbeat.beat(at=datetime.now(UTC))
        delivery.deliver_due(clock)
        for work in jobs.periodic.values():
            if time.monotonic() - last_runs.get(work.name, float("-inf")) >= work.every_seconds:
                last_runs[work.name] = time.monotonic()
                run_periodic(work, clock)


def run_periodic(work: Periodic, clock: Clock) -> None:
    """Run periodic work in a transaction of its own; a failure is logged and comes round again."""
    try:
        with database.transaction():
            work.run(clock.now())
    except Exception as error:
        log.error("periodic.failed", work=work.name, error=repr(error))


@click.command("worker")
@with_appcontext
def run_worker() -> None:
    """Run the worker until it is told to stop."""
    current_app.extensions["settings"].demand("stripe_api_key", "stripe_webhook_secret", "smtp_url")
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    _answering["app"] = app
    huey = bell.huey
    assert huey is not None
    _ring_task(huey)
    threading.Thread(target=_sweep_for_ever, args=(app,), daemon=True).start()
    Consumer(huey, workers=1, periodic=False, initial_delay=0.1, max_delay=0.1, worker_type="thread").run()


def _sweep_for_ever(app: Flask) -> None:
    last_runs: dict[str, float] = {}
    while True:
        try:
            with app.app_context():
                sweep(app.extensions["clock"], last_runs)
        except Exception as error:
            log.error("sweep.failed", error=repr(error))
        time.sleep(SWEEP_SECONDS)
