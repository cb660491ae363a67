"""The layout and the parts, as a browser gets them."""

from tests.police import PoliceClient


def test_a_page_with_every_part_is_valid(visitor: PoliceClient) -> None:
    assert visitor.get("/parts").status_code == 200


def test_a_page_with_every_field_is_valid(visitor: PoliceClient) -> None:
    assert visitor.get("/form").status_code == 200
