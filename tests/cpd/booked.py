"""How a test books places as a person does, page by page."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any

from werkzeug.test import TestResponse

from app.cpd import queries
from app.cpd.values import PlaceState
from app.kernel.database import transaction
from tests.cpd.makers import World, make_course_and_run
from tests.police import TOKEN, PoliceClient

SEEN = re.compile(r'name="seen"[^>]*value="([^"]*)"')
SignIn = Callable[[str], PoliceClient]


def people(*names: str, **changes: Any) -> dict[str, Any]:
    """What is typed for new people, who are at no one school, with some of it changed."""
    typed: dict[str, Any] = {"check": "Check the price", "po_number": "PO-9", "note": "Two need parking"}
    for number, name in enumerate(names, start=1):
        typed |= {f"name_{number}": name, f"email_{number}": f"{name.split()[0].lower()}@westbrook.example"}
    return {**typed, **changes}


def choose(browser: PoliceClient, run: str, *names: str, **changes: Any) -> str:
    """Choose people for a run; the address of the page that checks it."""
    answer = browser.submit(f"/runs/{run}/book", **people(*names, **changes))
    assert answer.status_code == 303, answer.text
    return answer.location


def sent(browser: PoliceClient, check: str) -> dict[str, str]:
    """What the button of the check page sends with it."""
    page = browser.get(check).text
    seen, token = SEEN.search(page), TOKEN.search(page)
    assert seen, page
    assert token
    return {"seen": unescape(seen[1]), "csrf_token": token[1]}


def book(browser: PoliceClient, run: str, *names: str, waits: bool = False, **changes: Any) -> TestResponse:
    """Choose, check and book, or join the line: the answer to the last step."""
    check = choose(browser, run, *names, **changes)
    button = {"wait": "Join"} if waits else {"book": "Book"}
    return browser.post(check, data={**sent(browser, check), **button})


def booked(browser: PoliceClient, run: str, *names: str, waits: bool = False, **changes: Any) -> str:
    """Book as `book` does; the reference of the booking."""
    answer = book(browser, run, *names, waits=waits, **changes)
    assert answer.status_code == 303, answer.text
    return answer.location.rsplit("/", 1)[1]


def run_of(world: World, **changes: Any) -> str:
    """A published course's run; its reference."""
    with transaction():
        return make_course_and_run(world.provider, **changes)[1]


def places_of(world: World, reference: str) -> list[PlaceState]:
    """Where each place of a booking of Westbrook's stands."""
    with transaction():
        return [each.state for each in queries.get_booking(world.buyer.trust, reference).places]
