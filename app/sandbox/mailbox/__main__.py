"""Runs the mailbox: `python -m app.sandbox.mailbox --port 8002 --smtp-port 8025 --folder FOLDER`."""

import argparse
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from werkzeug.serving import WSGIRequestHandler, make_server

from app.sandbox.mailbox.pages import create_mailbox
from app.sandbox.mailbox.post import PostRoom


class Letterbox:
    """What the SMTP server does with a message: keep it."""

    def __init__(self, room: PostRoom) -> None:
        self.room = room

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        """Keep the message that came."""
        self.room.keep(envelope.content)
        return "250 Kept"


class QuietHandler(WSGIRequestHandler):
    """Does not print a line for each page seen."""

    def log_request(self, *_: Any) -> None:
        """Say nothing."""


def main() -> None:
    """Serve until told to stop."""
    parser = argparse.ArgumentParser(description="A mailbox for the demo")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--smtp-port", type=int, required=True)
    parser.add_argument("--folder", type=Path, required=True)
    wanted = parser.parse_args()
    room = PostRoom(wanted.folder)
    smtp = Controller(Letterbox(room), hostname="127.0.0.1", port=wanted.smtp_port)
    smtp.start()
    try:
        page = create_mailbox(room)
        make_server("127.0.0.1", wanted.port, page, threaded=True, request_handler=QuietHandler).serve_forever()
    finally:
        smtp.stop()


if __name__ == "__main__":
    main()
