"""A sandbox and a receiver of its events, each on a free port."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from werkzeug.serving import make_server

from app.sandbox.stripe import Settings, create_sandbox
from tests.sandbox.stripe.bench import SECRET, Bench, Receiver, make_client


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A webhook endpoint on a free port."""
    receiver = Receiver()
    server = make_server("127.0.0.1", 0, receiver, threaded=True)
    receiver.address = f"http://127.0.0.1:{server.server_port}/webhook"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield receiver
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def settings(tmp_path: Path, receiver: Receiver) -> Settings:
    """A sandbox whose money is pending until it is made available."""
    return Settings(
        database=str(tmp_path / "stripe.sqlite3"),
        webhook_url=receiver.address,
        webhook_secret=SECRET,
        available_after_seconds=3600,
        webhook_retry_seconds=(0.05, 0.1),
    )


@pytest.fixture
def bench(settings: Settings, receiver: Receiver) -> Iterator[Bench]:
    """A running sandbox and its client."""
    sandbox = create_sandbox(settings)
    sandbox.start()
    yield Bench(sandbox, make_client(sandbox.address), receiver)
    sandbox.stop()
