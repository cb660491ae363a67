"""Materials of a course: added, removed, copied; read by those booked and nobody else."""

from io import BytesIO
from typing import Any

import pytest
from flask import Flask

from app.cpd import actions
from app.kernel.database import transaction
from app.listings import queries as listings
from app.listings.values import DocumentAudience
from tests.clock import START
from tests.cpd.booking_makers import ids, make_booking
from tests.cpd.makers import World, make_course, make_course_and_run, make_world
from tests.databases import Stage
from tests.listings.papers import paper
from tests.police import PoliceClient
from tests.services.views.sent import SignIn


@pytest.fixture
def world(stage: Stage) -> World:
    return stage.set(make_world)


@pytest.fixture
def course(world: World) -> str:
    with transaction():
        return make_course(world.provider)


@pytest.fixture
def provider(world: World, signed_in: SignIn) -> PoliceClient:
    return signed_in("cpd@northgate.example")


def add(browser: PoliceClient, course: str, name: str = "Slides.pdf", content: bytes | None = None, **more: Any) -> Any:
    file = (BytesIO(paper() if content is None else content), name)
    return browser.submit(f"/courses/{course}/materials", files=file, **{"audience": "parties", **more})


def test_materials_are_added_and_removed_once_the_page_has_asked(provider: PoliceClient, course: str) -> None:
    assert "No materials yet" in provider.get(f"/courses/{course}/materials").text
    assert add(provider, course).status_code == 303
    page = provider.get(f"/courses/{course}/materials").text
    assert "Slides.pdf" in page
    with transaction():
        (document,) = listings.list_documents(course)
    address = f"/courses/{course}/materials/{document.id}"
    sent = provider.get(address)
    assert sent.data == paper()
    assert sent.headers["Content-Disposition"].startswith("attachment")
    assert "Remove this document?" in provider.get(f"{address}/remove").text
    assert provider.submit(f"{address}/remove").status_code == 303
    assert provider.get(address).status_code == 404
    assert provider.get(f"{address}/remove").status_code == 404


def test_what_is_no_pdf_is_refused_by_name(provider: PoliceClient, course: str) -> None:
    page = add(provider, course, content=b"MZ not a PDF")
    assert page.status_code == 422
    assert "Slides.pdf” is not a PDF" in page.text


def test_materials_for_those_booked_are_there_for_nobody_else(
    provider: PoliceClient, course: str, client: PoliceClient, signed_in: SignIn
) -> None:
    add(provider, course)
    add(provider, course, "Flyer.pdf", audience="public")
    with transaction():
        by_name = {each.name: f"/courses/{course}/materials/{each.id}" for each in listings.list_documents(course)}
    for browser in (client, signed_in("cpd@westbrook.example"), signed_in("finance@northgate.example")):
        assert browser.get(by_name["Slides.pdf"]).status_code == 404
        assert browser.get(by_name["Flyer.pdf"]).status_code == 200
    assert provider.get(by_name["Slides.pdf"]).status_code == 200


def test_the_page_of_a_course_lists_what_its_reader_may_open_and_says_that_there_is_more(
    provider: PoliceClient, course: str, client: PoliceClient
) -> None:
    assert "For those booked" not in client.get(f"/courses/{course}").text
    add(provider, course)
    page = client.get(f"/courses/{course}").text
    assert "For those booked" in page
    assert "Slides.pdf" not in page
    add(provider, course, "Flyer.pdf", audience="public")
    page = client.get(f"/courses/{course}").text
    assert "More for those booked" in page
    assert "Flyer.pdf" in page
    own = provider.get(f"/courses/{course}").text
    assert "Slides.pdf" in own
    assert "or those booked" not in own


def test_whoever_books_for_a_trust_reads_the_materials_while_it_has_a_place(
    provider: PoliceClient, world: World, signed_in: SignIn
) -> None:
    with transaction():
        course, run = make_course_and_run(world.provider)
        booking = make_booking(world.buyer, run)
    add(provider, course)
    with transaction():
        (document,) = listings.list_documents(course)
    address = f"/courses/{course}/materials/{document.id}"
    booker, stranger = signed_in("cpd@westbrook.example"), signed_in("cpd@easton.example")
    assert booker.get(address).data == paper()
    assert "Slides.pdf" in booker.get(f"/courses/{course}").text
    assert f'href="{address}"' in booker.get(f"/bookings/{booking}").text
    assert stranger.get(address).status_code == 404
    with transaction():
        actions.cancel_places(reference=booking, place_ids=ids(booking), reason="Ill", actor=world.buyer, at=START)
    assert booker.get(address).status_code == 404
    assert address not in booker.get(f"/bookings/{booking}").text


def test_nothing_of_a_draft_is_public(provider: PoliceClient, world: World, client: PoliceClient) -> None:
    with transaction():
        draft = make_course(world.provider, published=False)
    add(provider, draft, audience="public")
    with transaction():
        (document,) = listings.list_documents(draft)
    assert client.get(f"/courses/{draft}/materials/{document.id}").status_code == 404


def test_a_copy_has_the_materials_too(app: Flask, world: World) -> None:
    with transaction():
        course = make_course(world.provider)
        actions.add_materials(
            reference=course,
            files=[("Slides.pdf", paper()), ("Reading.pdf", paper())],
            audience=DocumentAudience.PARTIES,
            actor=world.provider,
            at=START,
        )
        copied = actions.copy_course(reference=course, actor=world.provider, at=START)
        assert [each.name for each in listings.list_documents(copied)] == ["Reading.pdf", "Slides.pdf"]
