"""The pages of the people whom a trust would lend."""

import csv
from io import StringIO

import pytest

from app.kernel.database import transaction
from tests.police import PoliceClient
from tests.secondments.interests_told import mails
from tests.secondments.makers import PERSON, PERSON_EMAIL, World
from tests.services.views.sent import SignIn


@pytest.fixture
def home(world: World, signed_in: SignIn) -> PoliceClient:
    return signed_in("hr@northgate.example")


def test_the_people_a_trust_would_lend_are_added_put_right_found_and_erased(world: World, home: PoliceClient) -> None:
    adding = "/secondees/new"
    assert home.submit(adding, name="", email="ola@northgate.example").status_code == 422
    taken = home.submit(adding, name="Ola Fern", email=PERSON_EMAIL)
    assert "Somebody in your list has this email address already" in taken.text
    assert home.submit(adding, name="Ola Fern", email="ola@northgate.example").status_code == 303
    listed = home.get("/secondees?sort=-name").text
    assert listed.index(PERSON) < listed.index("Ola Fern")
    found = list(csv.reader(StringIO(home.get("/secondees?text=fern&format=csv").data.decode("utf-8-sig"))))
    assert [row[0] for row in found[1:]] == ["Ola Fern"]
    assert "Nobody matches" in home.get("/secondees?text=nobody").text
    wren = f"/secondees/{world.secondee}"
    kept = {"home_post": "SENDCo", "profile": "Seven years."}
    assert home.submit(wren, name="Wren Ashdown-Lee", email=PERSON_EMAIL, **kept).status_code == 303
    assert "Wren Ashdown-Lee" in home.get("/secondees").text
    assert home.submit(f"{wren}/link", page=wren).status_code == 303
    with transaction():
        assert mails()[-1].subject == "A link to your secondments"
    assert "go for good" in home.get(f"{wren}/erase").text
    assert home.submit(f"{wren}/erase").status_code == 303
    assert home.get(wren).status_code == 404
    assert "Wren" not in home.get("/secondees").text
