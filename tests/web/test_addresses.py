"""What may stand in an address."""

import pytest
from flask import Flask
from werkzeug.exceptions import NotFound

from app.web.access import public
from tests.web.conftest import client_of


def seen(number: int) -> str:
    """The number read."""
    return str(number)


def test_a_row_number_is_read_up_to_the_largest_that_a_table_holds(toolkit: Flask) -> None:
    toolkit.add_url_rule("/rows/<int:number>", "seen", public(seen))
    read = toolkit.url_map.bind("localhost").match
    assert read("/rows/2147483647") == ("seen", {"number": 2147483647})
    for beyond in ("2147483648", "9" * 40, "-1", "1.5", "one"):
        with pytest.raises(NotFound):
            read(f"/rows/{beyond}")


def test_a_number_beyond_is_a_page_that_is_not_there(toolkit: Flask) -> None:
    toolkit.add_url_rule("/rows/<int:number>", "seen", public(seen))
    assert client_of(toolkit).get("/rows/99999999999999999999").status_code == 404


def test_a_text_that_postgresql_refuses_is_a_page_that_is_not_there(toolkit: Flask) -> None:
    toolkit.add_url_rule("/words/<number>", "seen", public(seen))
    read = toolkit.url_map.bind("localhost").match
    assert read("/words/L%ST") == ("seen", {"number": "L%ST"})
    with pytest.raises(NotFound):
        read("/words/L\0ST")
