"""A page that takes files takes more than others, and says how much where it is sent too much."""

from collections.abc import Iterator
from http.client import HTTPConnection
from io import BytesIO
from threading import Thread
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from flask import Flask, jsonify, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import encode_multipart

from app.web.access import public
from app.web.uploads import takes_files
from tests.police import TOKEN, PoliceClient
from tests.web.conftest import client_of, heading

MB = 1024 * 1024
ROUND_IT = 1_000
"""What stands around a file in a request: its name, the token, the boundaries."""


class Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@takes_files
@public
def many() -> ResponseReturnValue:
    """Counts what it is sent."""
    return counted()


@public
def few() -> ResponseReturnValue:
    """Counts what it is sent."""
    return counted()


def counted() -> ResponseReturnValue:
    return jsonify(sum(len(file.read()) for file in request.files.getlist("files")))


@pytest.fixture
def visitor(toolkit: Flask) -> PoliceClient:
    toolkit.add_url_rule("/many", "many", many, methods=["POST"])
    toolkit.add_url_rule("/few", "few", few, methods=["POST"])
    return client_of(toolkit)


@pytest.mark.parametrize(
    ("path", "size", "most"),
    [
        ("/few", 10 * MB - ROUND_IT, None),
        ("/few", 10 * MB, 10),
        ("/many", 10 * MB, None),
        ("/many", 25 * MB - ROUND_IT, None),
        ("/many", 25 * MB, 25),
    ],
)
def test_a_page_is_sent_so_much_and_no_more(visitor: PoliceClient, path: str, size: int, most: int | None) -> None:
    token = TOKEN.search(visitor.get("/form").text)
    assert token
    files = [("files", FileStorage(BytesIO(b"x" * (size // 2)), f"{name}.pdf")) for name in "ab"]
    boundary, body = encode_multipart(MultiDict([*files, ("csrf_token", token[1])]))
    answer = visitor.post(path, data=body, content_type=f"multipart/form-data; boundary={boundary}")
    answer.close()
    if most is None:
        assert (answer.status_code, answer.json) == (200, size // 2 * 2)
        return
    assert (answer.status_code, heading(answer)) == (413, "What you sent is too large")
    assert f"up to {most} MB at once. Nothing was saved." in answer.text


@pytest.fixture
def server(visitor: PoliceClient, toolkit: Flask) -> Iterator[int]:
    """The pages behind a server that hangs up on what it has not read; gives its port."""
    running = make_server("127.0.0.1", 0, toolkit, handler_class=Quiet)
    thread = Thread(target=running.serve_forever)
    thread.start()
    yield running.server_port
    running.shutdown()
    thread.join(10)
    running.server_close()


@pytest.mark.parametrize("size", [11 * MB, 60 * MB])
def test_a_browser_that_sends_too_much_is_heard_out_and_shown_the_answer(server: int, size: int) -> None:
    connection = HTTPConnection("127.0.0.1", server, timeout=30)
    connection.request("POST", "/few", body=b"x" * size, headers={"Content-Type": "multipart/form-data; boundary=b"})
    answer = connection.getresponse()
    assert (answer.status, "You can send up to 10 MB at once" in answer.read().decode()) == (413, True)
    connection.close()
