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


def with_files(*files: tuple[str, str, bytes]) -> EmailMessage:
    message = letter()
    for name, media_type, content in files:
        main, _, sub = media_type.partition("/")
        message.add_attachment(content, maintype=main, subtype=sub, filename=name)
    return message


def test_a_mail_shows_what_came_with_it_and_lets_one_save_it(tmp_path: Path) -> None:
    room = PostRoom(tmp_path)
    message = letter()
    message.add_attachment("BEGIN:VCALENDAR", subtype="calendar", filename="session.ics", params={"method": "REQUEST"})
    room.keep(message.as_bytes())
    client = create_mailbox(room).test_client()
    assert "with session.ics" in client.get("/").text
    page = client.get("/mail/1").text
    assert "Attached" in page
    assert '<a href="/mail/1/attached/1">session.ics</a>' in page
    assert "See http" in room.list_mail()[0].text
    html5lib.HTMLParser(strict=True).parse(page)
    saved = client.get("/mail/1/attached/1")
    assert saved.headers["Content-Disposition"] == "attachment; filename=session.ics"
    assert saved.content_type == "text/calendar; charset=utf-8"
    assert saved.text.strip() == "BEGIN:VCALENDAR"
    (listed,) = client.get("/mail.json").get_json()[0]["attached"]
    assert (listed["name"], "method=" in listed["media_type"]) == ("session.ics", True)


def test_what_came_with_a_mail_is_never_opened_in_the_mailbox(tmp_path: Path) -> None:
    room = PostRoom(tmp_path)
    room.keep(with_files(("<b>.html", "text/html", b"<script>alert(1)</script>")).as_bytes())
    client = create_mailbox(room).test_client()
    assert "<b>" not in client.get("/mail/1").text + client.get("/").text
    saved = client.get("/mail/1/attached/1")
    assert saved.content_type == "application/octet-stream"
    assert saved.headers["Content-Disposition"].startswith("attachment;")
    assert saved.headers["X-Content-Type-Options"] == "nosniff"


def test_the_name_of_a_file_that_came_is_no_path_and_no_header(tmp_path: Path) -> None:
    room = PostRoom(tmp_path)
    room.keep(with_files(("../../etc/passwd", "application/pdf", b"x")).as_bytes())
    saved = create_mailbox(room).test_client().get("/mail/1/attached/1")
    assert saved.headers["Content-Disposition"] == "attachment; filename=....etcpasswd"


@pytest.mark.parametrize("place", [0, 2, 99_999])
def test_a_file_that_did_not_come_is_not_found(tmp_path: Path, place: int) -> None:
    room = PostRoom(tmp_path)
    room.keep(with_files(("a.pdf", "application/pdf", b"x")).as_bytes())
    assert create_mailbox(room).test_client().get(f"/mail/1/attached/{place}").status_code == 404
