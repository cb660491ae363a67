"""Runs the demo: the sandbox's Stripe and mailbox, the web server and the worker, started and stopped together.

`python -m app.sandbox.run`: migrates the database, loads the demo where there is none, serves.
With `--fresh`, or where the last load was cut short, it forgets the demo's data first.
"""

import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from urllib.error import URLError
from urllib.request import urlopen

from app.sandbox.forgetting import forget, is_half_loaded
from config import ROOT, Settings, SettingsError, read_settings

PYTHON = sys.executable
FLOAT_PENCE = 50_000
AVAILABLE_AFTER_SECONDS = 5


@dataclass(frozen=True)
class Ports:
    """Where each part of the demo listens."""

    web: int
    stripe: int
    mailbox: int
    smtp: int

    @staticmethod
    def beside(web: int) -> "Ports":
        """The ports after the web server's; any that is taken is replaced by a free one."""
        wanted = (web + 1, web + 2, web + 25)
        return Ports(web, *(port if _is_free(port) else _free_port() for port in wanted))


class Stop(Exception):
    """Someone asked the demo to stop."""


def main() -> int:
    """Run until stopped; returns the exit status."""
    signal.signal(signal.SIGTERM, _stop)
    signal.signal(signal.SIGINT, _stop)
    try:
        settings = read_settings()
        if not _is_free(settings.port):
            print(f"Port {settings.port} is in use. Stop what uses it, or run: PORT=8100 make run", file=sys.stderr)
            return 1
        with _alone(settings.data_dir):
            _begin_again(settings)
            return _run(settings, Ports.beside(settings.port))
    except SettingsError as error:
        print(error.message, file=sys.stderr)
        return 1
    except subprocess.CalledProcessError:
        print("The demo was not made ready; what went wrong stands above. Nothing is running.", file=sys.stderr)
        return 1
    except Stop:
        print("\nStopped.")
        return 0


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Have a demo's data to oneself. Raises SettingsError while another demo runs on it."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "running.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise SettingsError(f"A demo is running on {folder} already. Stop it first.") from None
        yield


def _begin_again(settings: Settings) -> None:
    if "--fresh" in sys.argv[1:]:
        print("Forgetting the demo's data", flush=True)
        forget(settings)
    elif is_half_loaded(settings):
        print("The last load of the demo was cut short: beginning it again", flush=True)
        forget(settings)


def _run(settings: Settings, ports: Ports) -> int:
    environment = {
        **os.environ,
        "PORT": str(ports.web),
        "STRIPE_API_BASE": f"http://127.0.0.1:{ports.stripe}",
        "SMTP_URL": f"smtp://127.0.0.1:{ports.smtp}",
        "MAILBOX_PORT": str(ports.mailbox),
    }
    with _started(_outside(settings, ports), environment) as outside:
        _wait_for(f"http://127.0.0.1:{ports.stripe}/sandbox/api/health", outside)
        _wait_for(f"http://127.0.0.1:{ports.mailbox}/", outside)
        print("Bringing the database up to date", flush=True)
        subprocess.run([PYTHON, "-m", "flask", "db", "upgrade"], check=True, env=environment, cwd=ROOT)
        subprocess.run([PYTHON, "-m", "flask", "sandbox", "load-demo"], check=True, env=environment, cwd=ROOT)
        with _started(_inside(ports), environment) as inside:
            _wait_for(f"http://127.0.0.1:{ports.web}/health", inside)
            _greet(ports)
            return _watch(outside + inside)


def _outside(settings: Settings, ports: Ports) -> list[list[str]]:
    folder = settings.data_dir
    stripe = [PYTHON, "-m", "app.sandbox.stripe", f"--port={ports.stripe}", f"--database={folder / 'stripe.db'}"]
    stripe += [f"--webhook-url=http://127.0.0.1:{ports.web}/stripe/events"]
    stripe += [f"--webhook-secret={settings.stripe_webhook_secret}", f"--site-url=http://127.0.0.1:{ports.web}"]
    stripe += [f"--float-pence={FLOAT_PENCE}", f"--available-after-seconds={AVAILABLE_AFTER_SECONDS}"]
    mailbox = [PYTHON, "-m", "app.sandbox.mailbox", f"--port={ports.mailbox}", f"--smtp-port={ports.smtp}"]
    return [stripe, [*mailbox, f"--folder={folder / 'mailbox'}"]]


def _inside(ports: Ports) -> list[list[str]]:
    web = [PYTHON, "-m", "gunicorn", "--bind", f"127.0.0.1:{ports.web}", "--workers", "2", "--threads", "4"]
    return [[*web, "--log-level", "warning", "wsgi:app"], [PYTHON, "-m", "flask", "worker"]]


@contextmanager
def _started(commands: list[list[str]], environment: dict[str, str]) -> "Iterator[list[subprocess.Popen[bytes]]]":
    running: list[subprocess.Popen[bytes]] = []
    try:
        for command in commands:
            running.append(subprocess.Popen(command, env=environment, cwd=ROOT, start_new_session=True))
        yield running
    finally:
        for process in running:
            process.terminate()
        for process in running:
            try:
                process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                process.kill()


def _watch(running: "list[subprocess.Popen[bytes]]") -> int:
    while True:
        for process in running:
            if process.poll() is not None:
                print(f"{' '.join(map(str, process.args))} ended; stopping the rest.", file=sys.stderr)  # type: ignore[arg-type]
                return process.returncode or 1
        time.sleep(0.5)


def _wait_for(address: str, running: "list[subprocess.Popen[bytes]]", seconds: int = 60) -> None:
    for _ in range(seconds * 10):
        if any(process.poll() is not None for process in running):
            raise SystemExit("A part of the demo did not start; what it said stands above.")
        try:
            urlopen(address, timeout=5).close()  # noqa: S310
            return
        except (URLError, OSError):
            time.sleep(0.1)
    raise SystemExit(f"{address} did not answer in {seconds} seconds.")


def _greet(ports: Ports) -> None:
    from app.sandbox.demo.people import sign_in_lines

    print(f"\nTrust Exchange is at http://127.0.0.1:{ports.web}\n")
    print("Sign in with one click:     " + f"http://127.0.0.1:{ports.web}/sandbox/sign-in")
    print("Stripe's sandbox:           " + f"http://127.0.0.1:{ports.stripe}/sandbox")
    print("Every e-mail that was sent: " + f"http://127.0.0.1:{ports.mailbox}/\n")
    for line in sign_in_lines():
        print(line)
    print("\nPress Ctrl+C to stop.", flush=True)


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise Stop


if __name__ == "__main__":
    if Path.cwd() != ROOT:
        os.chdir(ROOT)
    raise SystemExit(main())
