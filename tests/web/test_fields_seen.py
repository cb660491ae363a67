"""What a person had before them comes back as a number, whatever is sent."""

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from app.web import fields


class SeenForm(fields.Form):
    """A form that carries along which version was read."""

    version = fields.SeenField(default="1")


@pytest.mark.parametrize(
    ("typed", "number"),
    [("7", 7), ("99999999", 99_999_999), ("100000000", 0), ("9" * 5_000, 0), ("-1", 0), ("²", 0), ("", 0)],
)
def test_nonsense_for_what_was_seen_is_what_nothing_has(kept_toolkit: Flask, typed: str, number: int) -> None:
    with kept_toolkit.test_request_context("/form", method="POST"):
        form = SeenForm(formdata=MultiDict({"version": typed}), meta={"csrf": False})
        assert form.version.number == number
        form.version.show(8)
        assert (form.version.number, form.version.raw_data) == (8, ["8"])
