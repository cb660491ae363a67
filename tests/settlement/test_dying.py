"""A worker killed between any two steps of a payment loses nothing and pays once."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask

from app.kernel.database import transaction
from app.settlement.values import RunState
from config import ROOT
from tests.charges.makers import make_invoice, make_parties
from tests.clock import HandClock
from tests.settlement.books import check_books, reconciled
from tests.settlement.dying import POINTS, deliver_through_deaths, dying_at
from tests.settlement.makers import (
    account_of,
    arrive,
    detail,
    lapse_claims,
    look_again,
    make_float,
    make_payable,
    make_ready_trust,
    start_paying,
)
from tests.stripe import Stripe

ERRANDS = {
    "settlement.open_account",
    "settlement.start_payment",
    "settlement.check_available",
    "settlement.send_transfer",
    "settlement.read_event",
}


@pytest.mark.parametrize("point", POINTS)
def test_a_worker_that_dies_at_any_point_loses_nothing_and_pays_once(
    app: Flask, stripe: Stripe, deliver: Callable[[], int], at: datetime, point: str
) -> None:
    with transaction():
        parties = make_parties(at)
        invoice = make_invoice(parties, at)

    def work() -> int:
        return deliver_through_deaths(deliver)

    with dying_at(point) as died:
        make_ready_trust(parties.provider, stripe, work, at)
        make_float(stripe, at)
        run = start_paying(parties, invoice, work, at)
        arrive(stripe, parties, run)
        stripe.press("balance/available")
        stripe.tell(app)
        work()
    assert died == ERRANDS
    assert detail(parties.buyer, run).run.state is RunState.CLOSED
    assert len(stripe.payments()) == 1
    assert [each["amount"] for each in stripe.transfers()] == [12_000]
    assert len(stripe.look("v2/core/accounts")["data"]) == 2
    check_books()
    assert reconciled(app).exit_code == 0


def test_a_worker_that_dies_again_and_again_pays_once(
    app: Flask, stripe: Stripe, deliver: Callable[[], int], at: datetime
) -> None:
    parties, invoice = make_payable(stripe, deliver, at)
    make_float(stripe, at)
    with dying_at("carried_out"), dying_at("prepared"), dying_at("recorded"):
        run = start_paying(parties, invoice, lambda: deliver_through_deaths(deliver), at)
        arrive(stripe, parties, run)
        stripe.press("balance/available")
        look_again(at)
        deliver_through_deaths(deliver)
    assert detail(parties.buyer, run).run.state is RunState.CLOSED
    assert (len(stripe.payments()), len(stripe.transfers())) == (1, 1)
    check_books()


@contextmanager
def worker(app: Flask, folder: Path) -> "Iterator[subprocess.Popen[bytes]]":
    """A real worker, in a process of its own."""
    settings = app.extensions["settings"]
    environment = {
        **os.environ,
        "DATABASE_URL": settings.database_url,
        "DATA_DIR": str(folder),
        "SECRET_KEY": settings.secret_key,
        "STRIPE_API_KEY": settings.stripe_api_key,
        "STRIPE_API_BASE": settings.stripe_api_base,
        "STRIPE_WEBHOOK_SECRET": settings.stripe_webhook_secret,
        "SMTP_URL": "smtp://127.0.0.1:9",
        "DEMO": "0",
    }
    with (folder / "worker.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "flask", "worker"], cwd=ROOT, env=environment, stdout=log, stderr=log
        )
    try:
        yield process
    finally:
        process.kill()
        process.wait(timeout=30)


def wait_until(process: "subprocess.Popen[bytes]", found: Callable[[], object], what: str, seconds: float = 90) -> None:
    deadline = time.monotonic() + seconds
    while not found():
        assert process.poll() is None, "the worker ended; its log says why"
        assert time.monotonic() < deadline, f"{what} did not happen in {seconds} seconds"
        time.sleep(0.05)


def killed_during(app: Flask, stripe: Stripe, folder: Path, path: str, done: Callable[[], object]) -> None:
    """A worker is killed (SIGKILL) when Stripe has done what it was asked and has not answered yet."""
    stripe.press("faults", kind="sleep", when="after", seconds=30, path=path)
    with worker(app, folder) as process:
        wait_until(process, done, f"the call to {path}")
        os.kill(process.pid, signal.SIGKILL)
        process.wait(timeout=30)
    stripe.press("faults/clear")
    lapse_claims()


@pytest.mark.parametrize("database", ["postgresql"])  # where several workers share a database in earnest
def test_a_process_killed_while_stripe_answers_pays_once(
    app: Flask, stripe: Stripe, deliver: Callable[[], int], clock: HandClock, tmp_path: Path
) -> None:
    at = clock.moment = datetime.now(UTC)  # a worker in another process goes by the real time
    parties, invoice = make_payable(stripe, deliver, at)
    make_ready_trust(parties.buyer, stripe, deliver, at)
    make_float(stripe, at)
    run = start_paying(parties, invoice, lambda: 0, at)
    killed_during(app, stripe, tmp_path, "/v1/payment_intents", stripe.payments)
    assert detail(parties.buyer, run).pay.stripe_id is None
    with worker(app, tmp_path) as process:
        wait_until(process, lambda: detail(parties.buyer, run).instructions, "the bank details")
    arrive(stripe, parties, run)
    stripe.press("balance/available")
    stripe.tell(app)
    killed_during(app, stripe, tmp_path, "/v1/transfers", stripe.transfers)
    assert detail(parties.buyer, run).run.state is RunState.PAYING
    with worker(app, tmp_path) as process:
        wait_until(process, lambda: detail(parties.buyer, run).run.state is RunState.CLOSED, "the payment")
    assert (len(stripe.payments()), len(stripe.transfers())) == (1, 1)
    assert stripe.transfers()[0]["destination"] == account_of(parties.provider)
    check_books()
    assert reconciled(app).exit_code == 0
