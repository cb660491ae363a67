"""The sandbox as a process of its own, and as a room that knows nothing of the house."""

from __future__ import annotations

import ast
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests

from app.sandbox import stripe as package
from tests.sandbox.stripe.bench import Bench, Receiver, eventually, make_client

FOLDER = Path(str(package.__file__)).parent
ROOT = FOLDER.parents[2]
ALLOWED = {"app.sandbox.stripe", "flask", "werkzeug", *sys.stdlib_module_names}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def running(port: int, database: Path, webhook: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "app.sandbox.stripe", "--port", str(port), "--database", str(database)]
    command += ["--webhook-url", webhook, "--webhook-secret", "whsec_process", "--float-pence", "5000"]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        eventually(lambda: is_well(port), seconds=30)
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=30)


def is_well(port: int) -> bool:
    try:
        answer = requests.get(f"http://127.0.0.1:{port}/sandbox/api/health", timeout=5)
    except requests.ConnectionError:
        return False
    return answer.status_code == 200


def test_the_process_serves_keeps_its_state_and_ends_when_told(tmp_path: Path, receiver: Receiver) -> None:
    port, database = free_port(), tmp_path / "stripe.sqlite3"
    client = make_client(f"http://127.0.0.1:{port}")
    with running(port, database, receiver.address) as process:
        assert client.v1.balance.retrieve().available[0].amount == 5_000
        assert "v1.topup.succeeded" in eventually(receiver.types)
        client.v1.topups.create({"amount": 700, "currency": "gbp"})
    assert process.returncode == 0
    with running(port, database, receiver.address):
        assert client.v1.balance.retrieve().available[0].amount == 5_700


def test_an_address_that_is_none_is_refused_at_the_start(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "app.sandbox.stripe", "--port", "0", "--database", str(tmp_path / "s")]
    ended = subprocess.run(
        [*command, "--webhook-url", "localhost/hook"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 2
    assert "is not an address like" in ended.stderr


def test_it_listens_on_this_machine_only(bench: Bench) -> None:
    assert bench.sandbox.server.server_address[0] == "127.0.0.1"


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0
            yield str(node.module)


@pytest.mark.parametrize("path", sorted(FOLDER.rglob("*.py")), ids=lambda path: path.name)
def test_it_imports_nothing_of_the_house_nor_the_sdk(path: Path) -> None:
    for name in imports(path):
        allowed = name.startswith("app.sandbox.stripe") or name.split(".")[0] in ALLOWED
        assert allowed, f"{path.name} imports {name}"
