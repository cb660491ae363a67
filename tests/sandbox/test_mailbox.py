import smtplib
import subprocess
import sys
import time
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from urllib.request import urlopen

import html5lib
import pytest

from app.sandbox.mailbox.pages import create_mailbox
from app.sandbox.mailbox.post import PostRoom
from tests.postgres import free_port


@pytest.fixture
def mailbox(tmp_path: Path) -> Iterator[tuple[int, int]]:
    page, smtp = free_port(), free_port()
    command = [sys.executable, "-m", "app.sandbox.mailbox", f"--port={page}", f"--smtp-port={smtp}"]
    process = subprocess.Popen([*command, f"--folder={tmp_path}"])
    for _ in range(200):
        try:
            urlopen(f"http://127.0.0.1:{page}/").close()
            break
        except OSError:
            time.sleep(0.05)
    yield page, smtp
    process.terminate()
    process.wait(10)


def letter(subject: str = "Order placed", text: str = "See http://127.0.0.1:8000/r/ORD-23456.") -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "notices@exchange.example", "ann@larkmoor.example", subject
    message.set_content(text)
    return message


def test_mail_given_to_the_smtp_server_is_on_the_page(mailbox: tuple[int, int]) -> None:
    page, smtp = mailbox
    with smtplib.SMTP("127.0.0.1", smtp) as server:
        server.send_message(letter())
    with urlopen(f"http://127.0.0.1:{page}/?to=ann@") as answer:
        html = answer.read().decode()
    assert "Order placed" in html
    html5lib.HTMLParser(strict=True).parse(html)


def test_links_in_mail_can_be_followed_and_markup_is_inert(tmp_path: Path) -> None:
    room = PostRoom(tmp_path)
    room.keep(letter(subject="<script>", text="Go to http://127.0.0.1:8000/r/ORD-23456. <b>x</b>").as_bytes())
    html = create_mailbox(room).test_client().get("/mail/1").text
    assert '<a href="http://127.0.0.1:8000/r/ORD-23456">' in html
    assert "<b>" not in html
    assert "<script>" not in html


def test_an_empty_mailbox_says_so_and_an_unknown_mail_is_not_found(tmp_path: Path) -> None:
    client = create_mailbox(PostRoom(tmp_path)).test_client()
    assert "No mail has come" in client.get("/").text
    assert client.get("/mail/7").status_code == 404
