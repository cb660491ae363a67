"""`python -m app.sandbox.stripe`: run the sandbox until it is interrupted."""

from __future__ import annotations

import argparse
import signal
import sys
from types import FrameType
from urllib.parse import urlsplit

from app.sandbox.stripe.server import create_sandbox
from app.sandbox.stripe.settings import Settings


def web_address(text: str) -> str:
    """The address as it was given; raises where it is none that a browser would open."""
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise argparse.ArgumentTypeError(f"{text} is not an address like http://127.0.0.1:8000/")
    return text


def read_arguments(arguments: list[str]) -> argparse.Namespace:
    """What was asked for on the command line."""
    parser = argparse.ArgumentParser(prog="python -m app.sandbox.stripe", description=__doc__)
    parser.add_argument("--port", type=int, required=True, help="port on 127.0.0.1")
    parser.add_argument("--database", required=True, help="SQLite file that holds the state")
    parser.add_argument("--webhook-url", type=web_address, help="where thin events are posted")
    parser.add_argument("--webhook-secret", default="whsec_sandbox", help="signs the events")
    parser.add_argument("--public-url", type=web_address, help="how a browser reaches the sandbox, if not by port")
    parser.add_argument("--site-url", type=web_address, help="where the pages' link back leads")
    parser.add_argument("--float-pence", type=int, default=0, help="a new sandbox's own money")
    parser.add_argument(
        "--available-after-seconds",
        type=float,
        default=Settings.available_after_seconds,
        help="how long money that arrives stays pending",
    )
    return parser.parse_args(arguments)


def stop(_number: int, _frame: FrameType | None) -> None:
    """Answer a polite request to end."""
    raise SystemExit(0)


def main(arguments: list[str]) -> None:
    """Serve until interrupted or terminated."""
    asked = read_arguments(arguments)
    settings = Settings(
        database=asked.database,
        webhook_url=asked.webhook_url,
        webhook_secret=asked.webhook_secret,
        public_url=asked.public_url,
        site_url=asked.site_url,
        float_pence=asked.float_pence,
        available_after_seconds=asked.available_after_seconds,
    )
    signal.signal(signal.SIGTERM, stop)
    sandbox = create_sandbox(settings, asked.port)
    print(f"The sandbox that plays Stripe is on {sandbox.address}/sandbox", flush=True)
    try:
        sandbox.serve()
    except KeyboardInterrupt:
        return


if __name__ == "__main__":
    main(sys.argv[1:])
