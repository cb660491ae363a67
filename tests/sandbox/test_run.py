"""Starting the demo."""

import fcntl
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from config import ROOT


@pytest.fixture
def demo(tmp_path: Path) -> Path:
    """A demo's data folder, with something in it."""
    (tmp_path / "stripe.db").touch()
    return tmp_path


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that another program listens on."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def start_fresh(folder: Path, **settings: object) -> subprocess.CompletedProcess[str]:
    values = {
        "DATABASE_URL": f"sqlite:///{folder}/exchange.db",
        "DATA_DIR": folder,
        "SECRET_KEY": "k" * 32,
        "DEMO": 1,
        "STRIPE_API_KEY": "sk_test_demo",
    }
    return subprocess.run(
        [sys.executable, "-m", "app.sandbox.run", "--fresh"],
        cwd=ROOT,
        env=os.environ | {name: str(value) for name, value in (values | settings).items()},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_a_demo_that_is_running_keeps_its_data(demo: Path) -> None:
    with (demo / "running.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        said = start_fresh(demo, PORT=free_port())
    assert (said.returncode, "Stop it first" in said.stderr) == (1, True)
    assert (demo / "stripe.db").exists()


def test_a_port_that_is_taken_is_said_and_nothing_is_forgotten(demo: Path, taken: int) -> None:
    said = start_fresh(demo, PORT=taken)
    assert (said.returncode, f"Port {taken} is in use" in said.stderr) == (1, True)
    assert (demo / "stripe.db").exists()


def test_a_site_that_is_no_demo_is_not_begun_again(demo: Path) -> None:
    said = start_fresh(demo, DEMO=0, PORT=free_port())
    assert (said.returncode, "DEMO is off" in said.stderr) == (1, True)
    assert (demo / "stripe.db").exists()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
