"""What search engines are asked."""

from collections.abc import Callable

from flask import Flask

from config import Settings
from tests.police import PoliceClient
from tests.web.conftest import client_of


def test_private_pages_are_kept_from_search_engines(visitor: PoliceClient) -> None:
    text = visitor.get("/robots.txt").text
    assert "Disallow: /account\n" in text
    assert "Disallow: /\n" not in text


def test_nothing_of_a_demo_is_to_be_found(make_toolkit: Callable[[Settings], Flask], settings: Settings) -> None:
    demo = make_toolkit(settings.model_copy(update={"demo": True}))
    assert client_of(demo).get("/robots.txt").text == "User-agent: *\nDisallow: /\n"
