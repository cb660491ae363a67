"""A page that takes files takes more than others, and says how much where it is sent too much."""

from io import BytesIO

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
