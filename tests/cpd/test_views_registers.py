"""The register's pages: on a phone, by a link, on paper, finished."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from app.cpd import actions
from app.cpd.messages.registers import register_path
from app.cpd.queries.registers import marks_of
from app.cpd.values import Mark, Prices
from app.kernel import signing
from app.kernel.database import transaction
from tests.clock import HandClock
from tests.conftest import visitor
from tests.cpd.booked import SignIn
from tests.cpd.booking_makers import make_booking, person
from tests.cpd.makers import FIRST_START, World, make_world
from tests.cpd.registers_makers import A, L, make_booked_run, place, register, run_of
from tests.databases import Stage
from tests.police import PoliceClient

FREE = Prices(is_free=True)
XSS = '<script>alert("x")</script>'


@pytest.fixture
def world(stage: Stage) -> World:
    return stage.set(make_world)


@pytest.fixture
def provider(world: World, signed_in: SignIn) -> PoliceClient:
    return signed_in("cpd@northgate.example")


def a_run(world: World, *names: str, **changes: Any) -> str:
    with transaction():
        return make_booked_run(world, *names, **changes)


def places(run: str, *names: str) -> list[int]:
    with transaction():
        return [place(run, each) for each in names]


def marks(run: str) -> list[str]:
    """The marks of a run of one session, by the name of whoever has them."""
    with transaction():
        held = run_of(run).sessions[0].id
        return [each.marks[held].value if held in each.marks else "" for each in register(run).lines]


def link(run: str) -> str:
    with transaction():
        return register_path(run_of(run))


def test_a_register_opens_two_hours_before_and_says_so_until_then(
    provider: PoliceClient, world: World, clock: HandClock
) -> None:
    run = a_run(world, "Ann Ash")
    clock.moment = FIRST_START - timedelta(hours=2, seconds=1)
    page = provider.get(f"/runs/{run}/register").text
    assert "You can take this register from 1 February 2027 at 7:30am." in page
    assert "Ann Ash" in page
    assert 'type="radio"' not in page
    (ann,) = places(run, "Ann Ash")
    refused = provider.submit(f"/runs/{run}/register", page="/account", **{f"mark-{ann}": "present"})
    assert refused.status_code == 422
    assert "You can take this register from" in refused.text
    clock.wind_on(seconds=1)
    assert provider.get(f"/runs/{run}/register").text.count('type="radio"') == 3


def test_marks_are_saved_together_and_only_those_that_were_changed(
    provider: PoliceClient, world: World, clock: HandClock
) -> None:
    run = a_run(world, "Ann Ash", "Bob Birch", unnamed=1)
    clock.moment = FIRST_START
    ann, bob, _ = places(run, "Ann Ash", "Bob Birch", "")
    answer = provider.submit(f"/runs/{run}/register", **{f"mark-{ann}": "late", f"mark-{bob}": "nonsense"})
    assert answer.status_code == 303
    page = provider.get(answer.location).text
    assert "1 mark saved" in page
    assert "<strong>1 of 3</strong> marked" in page
    assert "0 present, 1 late, 0 absent" in " ".join(page.split())
    assert "Name not given" in page
    with transaction():
        held = run_of(run).sessions[0].id
        actions.mark(run_reference=run, marks={(ann, held): A}, actor=None, at=FIRST_START)
    stale = {f"was-{ann}": "late", f"mark-{ann}": "late", f"was-{bob}": "", f"mark-{bob}": "present"}
    provider.submit(f"/runs/{run}/register", **stale)
    assert marks(run) == ["absent", "present", ""]
    provider.submit(f"/runs/{run}/register", rest="present")
    assert marks(run) == ["absent", "present", "present"]


def test_a_long_register_is_paged_and_saving_goes_on_to_the_next_page(
    provider: PoliceClient, world: World, clock: HandClock
) -> None:
    run = a_run(world, *[f"Person {number:02d}" for number in range(50)], capacity=60, prices=FREE)
    clock.moment = FIRST_START
    assert "Save and go on" not in provider.get(f"/runs/{run}/register").text
    with transaction():
        make_booking(world.other, run, 1, people=(person("Zoe Last"),))
    first, zoe = places(run, "Person 00", "Zoe Last")
    page = provider.get(f"/runs/{run}/register").text
    assert "Save and go on" in page
    assert "Zoe Last" not in page
    answer = provider.submit(f"/runs/{run}/register", **{f"mark-{first}": "present", f"mark-{zoe}": "absent"})
    assert answer.location.endswith("?page=2")
    assert "Zoe Last" in provider.get(answer.location).text
    assert marks(run).count("present") == 1
    assert marks(run)[-1] == ""


def test_each_session_has_a_page_and_the_one_that_is_on_comes_first(
    provider: PoliceClient, client: PoliceClient, world: World, clock: HandClock
) -> None:
    run = a_run(world, "Ann Ash", count=2)
    page = provider.get(f"/runs/{run}/register?session=2").text
    assert "8 February 2027 at 7:30am" in page
    clock.moment = FIRST_START
    for browser, address in ((provider, f"/runs/{run}/register"), (client, link(run))):
        assert "1 February 2027, 9:30am to 3:30pm" in browser.get(address).text
        assert f"{address}?session=2" in browser.get(address).text
    clock.wind_on(days=7)
    (ann,) = places(run, "Ann Ash")
    provider.submit(f"/runs/{run}/register", **{f"mark-{ann}": "present"})
    provider.submit(f"/runs/{run}/register?session=1", **{f"mark-{ann}": "absent"})
    with transaction():
        first, second = run_of(run).sessions
        assert marks_of([ann]) == {ann: {first.id: A, second.id: Mark.PRESENT}}


def test_another_trust_finds_no_register(world: World, signed_in: SignIn, clock: HandClock) -> None:
    run = a_run(world, "Ann Ash")
    clock.moment = FIRST_START
    stranger = signed_in("cpd@easton.example")
    for path in ("", "/sheet", "/qr.svg", "/finish", f"/places/{places(run, 'Ann Ash')[0]}/name"):
        assert stranger.get(f"/runs/{run}/register{path}").status_code == 404, path


def test_a_link_opens_the_register_without_an_account_and_shows_no_addresses(
    app: Flask, world: World, clock: HandClock
) -> None:
    run = a_run(world, "Ann Ash", unnamed=1)
    phone = visitor(app)
    address = link(run)
    assert "Ann Ash" not in phone.get(address).text
    clock.moment = FIRST_START
    page = phone.get(address)
    assert "Ann Ash" in page.text
    assert "school.example" not in page.text
    assert "noindex" in page.headers["X-Robots-Tag"]
    assert page.headers["Cache-Control"] == "no-store"
    (ann,) = places(run, "Ann Ash")
    assert phone.submit(address, **{f"mark-{ann}": "late"}).status_code == 303
    with transaction():
        assert list(marks_of([ann])[ann].values()) == [L]


@pytest.mark.parametrize(("after", "status"), [(timedelta(days=7, seconds=-1), 200), (timedelta(days=7), 410)])
def test_a_link_opens_until_seven_days_after_the_end(
    client: PoliceClient, world: World, clock: HandClock, after: timedelta, status: int
) -> None:
    run = a_run(world, "Ann Ash")
    address = link(run)
    with transaction():
        clock.moment = run_of(run).ends_at + after
    answer = client.get(address)
    assert answer.status_code == status
    assert ("This link has run out" in answer.text) is (status == 410)


def test_a_link_for_something_else_or_another_run_opens_nothing_of_this_one(
    client: PoliceClient, world: World, clock: HandClock
) -> None:
    run, other = a_run(world, "Ann Ash"), a_run(world, "Bob Birch")
    clock.moment = FIRST_START
    with transaction():
        token = signing.sign("cpd.evaluate", {"run": run_of(run).id}, until=FIRST_START + timedelta(days=9))
    assert client.get(f"/register/{token}").status_code == 404
    assert client.get("/register/nonsense").status_code == 404
    ann, bob = (*places(run, "Ann Ash"), *places(other, "Bob Birch"))
    client.submit(link(other), **{f"mark-{ann}": "absent", f"mark-{bob}": "present"})
    with transaction():
        assert list(marks_of([ann, bob])) == [bob]


def test_a_finished_register_shows_its_marks_and_certificates_and_no_names_by_the_link(
    provider: PoliceClient, client: PoliceClient, world: World, clock: HandClock
) -> None:
    run = a_run(world, "Ann Ash", "Bob Birch")
    (ann,) = places(run, "Ann Ash")
    clock.moment = FIRST_START - timedelta(seconds=1)
    page = provider.get(f"/runs/{run}/register/finish").text
    assert "You can finish this register once the last session starts: 1 February 2027 at 9:30am." in page
    clock.moment = FIRST_START
    provider.submit(f"/runs/{run}/register", **{f"mark-{ann}": "present"})
    page = provider.get(f"/runs/{run}/register/finish").text
    assert "Not marked yet" in page
    assert "Bob Birch" in page
    refused = provider.submit(f"/runs/{run}/register/finish", save="Finish")
    assert refused.status_code == 422
    assert "Choose how to count those without a mark: Bob Birch" in refused.text
    done = provider.submit(f"/runs/{run}/register/finish", unmarked="absent", save="Finish")
    assert done.status_code == 303
    page = provider.get(done.location).text
    assert "1 certificate was issued" in page
    code = re.search(r"/certificates/([A-Z-]+)/certificate.pdf", page)
    assert code
    assert provider.get(f"/certificates/{code[1]}/certificate.pdf").mimetype == "application/pdf"
    assert provider.get(f"/runs/{run}/register/finish").status_code == 303
    seen = client.get(link(run)).text
    assert "This register is finished." in seen
    assert "Ann Ash" not in seen


def test_the_sheet_has_a_table_to_sign_for_each_session_and_the_code(provider: PoliceClient, world: World) -> None:
    run = a_run(world, "Ann Ash", "Siân Llŷr", unnamed=1, count=2)
    page = provider.get(f"/runs/{run}/register/sheet").text
    assert page.count("Signature") == 2
    assert page.count("Siân Llŷr") == 2
    drawn = provider.get(f"/runs/{run}/register/qr.svg")
    assert drawn.mimetype == "image/svg+xml"
    assert b"style" not in drawn.data
    assert b"<path" in drawn.data


def test_who_came_to_a_place_without_a_name_is_written_down(
    provider: PoliceClient, world: World, clock: HandClock
) -> None:
    run = a_run(world, unnamed=1)
    (number,) = places(run, "")
    address = f"/runs/{run}/register/places/{number}/name"
    clock.moment = FIRST_START
    assert address in provider.get(f"/runs/{run}/register").text
    refused = provider.submit(address, name="", email="nobody")
    assert refused.status_code == 422
    assert "Enter their full name" in refused.text
    assert provider.submit(address, name=XSS, email="dai@school.example").status_code == 303
    page = provider.get(f"/runs/{run}/register").text
    assert XSS not in page
    assert "&lt;script&gt;" in page
    assert provider.get(address).status_code == 303


def test_the_queries_of_a_register_do_not_grow_with_it(
    provider: PoliceClient, world: World, clock: HandClock, statements: Callable[[], Any]
) -> None:
    small, large = a_run(world, "Ann Ash"), a_run(world, *[f"Person {number}" for number in range(12)])
    clock.moment = FIRST_START
    counts = []
    for run in (small, large):
        provider.get(f"/runs/{run}/register")
        with statements() as sent:
            provider.get(f"/runs/{run}/register")
        counts.append(len(sent))
    assert counts[0] == counts[1]
