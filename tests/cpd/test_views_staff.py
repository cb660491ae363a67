"""The list of a trust's staff who go to courses: found, sorted, put right and erased."""

import csv
from collections.abc import Callable
from datetime import UTC, datetime
from io import StringIO

import pytest

from app.cpd import actions, queries
from app.kernel.database import transaction
from tests.clock import START, HandClock
from tests.cpd.booking_makers import ids
from tests.cpd.mails import all_mails, mails_to
from tests.cpd.makers import World
from tests.cpd.staff_makers import booked, delegate, id_of
from tests.police import PoliceClient

BOOKER, OTHER = "cpd@westbrook.example", "cpd@easton.example"
SignIn = Callable[[str], PoliceClient]


@pytest.fixture
def booker(world: World, signed_in: SignIn) -> PoliceClient:
    return signed_in(BOOKER)


def exported(browser: PoliceClient, address: str) -> list[list[str]]:
    return list(csv.reader(StringIO(browser.get(address).data.decode("utf-8-sig"))))[1:]


def names(browser: PoliceClient, words: str = "") -> list[str]:
    return [row[0] for row in exported(browser, f"/staff?format=csv&{words}")]


def test_an_empty_list_says_how_somebody_gets_into_it(booker: PoliceClient) -> None:
    assert "People appear here once you book a place for them" in booker.get("/staff").text


def test_the_list_has_everybody_with_school_and_courses(booker: PoliceClient, world: World, clock: HandClock) -> None:
    booked(world, ("Asha Rao", world.schools[0]), ("Ben Cole", None))
    page = booker.get("/staff").text
    for said in ("Asha Rao", "asha.rao@school.example", "Ash Primary", "Central team, or no one school"):
        assert said in page, said
    assert f'href="/cpd/records/{id_of("Asha Rao")}"' in page
    assert exported(booker, "/staff?format=csv")[0] == [
        "Asha Rao", "asha.rao@school.example", "Ash Primary", "1", "0", "",
    ]  # fmt: skip
    clock.moment = datetime(2027, 2, 1, 15, 30, tzinfo=UTC)
    assert exported(booker, "/staff?format=csv")[0][3:] == ["0", "1", "2027-02-01"]
    assert "spreadsheetml.sheet" in str(booker.get("/staff?format=xlsx").mimetype)


def test_it_is_found_by_name_address_and_school_and_sorted(booker: PoliceClient, world: World) -> None:
    ash, birch, cedar = world.schools
    booked(world, ("Cy Adams", birch), ("Asha Rao", cedar), ("Ben Cole", ash), ("Zadie Webb", None))
    assert names(booker) == ["Asha Rao", "Ben Cole", "Cy Adams", "Zadie Webb"]
    assert names(booker, "sort=-name") == ["Zadie Webb", "Cy Adams", "Ben Cole", "Asha Rao"]
    assert names(booker, "sort=school") == ["Ben Cole", "Cy Adams", "Asha Rao", "Zadie Webb"]
    assert names(booker, "text=cole") == ["Ben Cole"]
    assert names(booker, "text=zadie.webb@") == ["Zadie Webb"]
    assert names(booker, f"school={cedar}") == ["Asha Rao"]
    assert "Nobody matches" in booker.get("/staff?text=nobody").text


def test_a_long_list_pages(booker: PoliceClient, world: World) -> None:
    booked(world, *((f"Person {chr(65 + n)}", None) for n in range(21)), capacity=30)
    assert "Person U" not in booker.get("/staff").text
    assert "Person U" in booker.get("/staff?page=2").text


def test_another_trusts_people_are_nobodys_business(world: World, signed_in: SignIn) -> None:
    booked(world, ("Asha Rao", None))
    other, who = signed_in(OTHER), id_of("Asha Rao")
    assert names(other) == []
    for address in (f"/staff/{who}", f"/staff/{who}/erase"):
        assert other.get(address).status_code == 404
        assert other.get("/staff/999999").status_code == 404


def test_only_those_who_book_courses_have_the_list(world: World, signed_in: SignIn) -> None:
    assert signed_in("cfo@westbrook.example").get("/staff").status_code == 403


def test_a_name_and_a_school_are_put_right_without_a_mail(booker: PoliceClient, world: World) -> None:
    booked(world, ("Asha Roa", None))
    who, before = id_of("Asha Roa"), len(sent())
    answer = booker.submit(
        f"/staff/{who}", name=" Asha  Rao ", email="asha.roa@school.example", school=world.schools[1]
    )
    assert answer.status_code == 303
    assert exported(booker, "/staff?format=csv")[0][:3] == ["Asha Rao", "asha.roa@school.example", "Birch Primary"]
    assert len(sent()) == before


def sent() -> list[object]:
    with transaction():
        return list(all_mails())


def test_a_new_address_gets_the_confirmations_of_what_is_to_come(booker: PoliceClient, world: World) -> None:
    booked(world, ("Asha Rao", None))
    fields = {"name": "Asha Rao", "email": "ASHA@school.example", "school": ""}
    page = booker.submit(f"/staff/{id_of('Asha Rao')}", **fields)
    assert page.status_code == 303
    assert "We sent a new confirmation to the new address." in booker.get("/staff").text
    with transaction():
        (mail,) = mails_to("asha@school.example")
    assert mail.subject.startswith("Your place")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"name": ""}, "Enter a full name"),
        ({"name": "x" * 101}, "Full name must be 100 characters or fewer"),
        ({"email": ""}, "Enter an email address"),
        ({"email": "asha"}, "correct format"),
        ({"email": "ben.cole@school.example"}, "Somebody else in your list has this email address"),
        ({"school": "999999"}, "Choose one of the options shown"),
    ],
)
def test_what_cannot_be_is_refused_and_what_was_typed_is_kept(
    booker: PoliceClient, world: World, typed: dict[str, str], said: str
) -> None:
    booked(world, ("Asha Rao", None), ("Ben Cole", None))
    who = id_of("Asha Rao")
    fields = {"name": "Asha Changed", "email": "asha.rao@school.example", "school": "", **typed}
    answer = booker.submit(f"/staff/{who}", **fields)
    assert answer.status_code == 422
    assert said in answer.text
    assert fields["name"] in answer.text
    assert delegate(who).name == "Asha Rao"


def test_erasing_asks_first_and_leaves_the_place_without_a_name(
    booker: PoliceClient, world: World, clock: HandClock
) -> None:
    reference = booked(world, ("Asha Rao", None))
    who = id_of("Asha Rao")
    clock.moment = datetime(2027, 2, 1, 15, 30, tzinfo=UTC)
    assert "Erase Asha Rao?" in booker.get(f"/staff/{who}/erase").text
    assert delegate(who).name == "Asha Rao"
    assert booker.submit(f"/staff/{who}/erase").status_code == 303
    row = delegate(who)
    assert (row.name, row.email, row.person_id, row.erased_at) == ("", None, None, clock.moment)
    assert names(booker) == []
    assert booker.get(f"/staff/{who}").status_code == 404
    with transaction():
        (place,) = queries.booking_by_reference(reference).places
        assert place.delegate is not None
        assert (place.delegate.name, place.delegate.email) == ("Someone who has left", "")


def test_who_has_a_place_to_come_cannot_be_erased_yet(booker: PoliceClient, world: World) -> None:
    reference = booked(world, ("Asha Rao", None))
    who = id_of("Asha Rao")
    assert reference in booker.get(f"/staff/{who}/erase").text
    token_page = f"/staff/{who}"
    answer = booker.submit(f"/staff/{who}/erase", page=token_page)
    assert answer.status_code == 422
    assert "This person has a place on courses to come. Cancel, or name somebody else first" in answer.text
    assert delegate(who).name == "Asha Rao"
    with transaction():
        actions.cancel_places(reference=reference, place_ids=ids(reference), reason="", actor=world.buyer, at=START)
    assert booker.submit(f"/staff/{who}/erase").status_code == 303
    assert delegate(who).email is None
