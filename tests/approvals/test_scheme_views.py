"""The pages of the scheme of delegation and its posts."""

from collections.abc import Callable
from typing import Any

import pytest

from app.approvals import queries
from app.approvals.values import Post
from app.kernel.database import transaction
from app.trusts import actions as trusts
from app.trusts.values import Role
from tests.approvals.makers import Browse, Desk, make_approval, make_post
from tests.police import PoliceClient

SignIn = Callable[[str], PoliceClient]


BANDS = {
    "from_date-day": "20",
    "from_date-month": "11",
    "from_date-year": "2026",
    "includes_vat": "yes",
    "seen": "0",
    "up_to_0": "1,000",
    "decided_by_0": "alone",
    "quotes_0": "0",
    "up_to_1": "",
    "decided_by_1": "board",
    "quotes_1": "2",
}
EMPTY = {f"{name}_{row}": "" for name in ("up_to", "decided_by", "quotes") for row in range(2, 6)}


def test_the_default_is_shown_as_the_default_and_replaced_by_ones_own(desk: Desk, browse: Browse) -> None:
    page = browse(desk.buyer).get("/trust/scheme").text
    assert "default scheme" in page
    assert "Up to £3,000.00" in page
    assert "Cai Finance" in page
    assert "Change the scheme" not in page
    administrator = browse(desk.administrator)
    assert 'value="3,000.00"' in administrator.get("/trust/scheme/change").text
    assert administrator.submit("/trust/scheme/change", **BANDS, **EMPTY).status_code == 303
    changed = administrator.get("/trust/scheme").text
    for text in ("version 1, from 20 November 2026", "Up to £1,000.00", "Above £1,000.00", "including VAT"):
        assert text in changed, text


@pytest.mark.parametrize("seen", ["0", "", "x", "9" * 30])
def test_a_scheme_that_is_sent_twice_makes_one_version(desk: Desk, browse: Browse, seen: str) -> None:
    administrator = browse(desk.administrator)
    assert administrator.submit("/trust/scheme/change", **BANDS, **EMPTY).status_code == 303
    again = administrator.submit("/trust/scheme/change", **{**BANDS, **EMPTY, "seen": seen})
    assert again.status_code == 422
    assert "changed while you had this page open" in again.text
    assert 'name="seen" type="hidden" value="1"' in again.text
    with transaction():
        assert queries.last_number(desk.trust) == 1
    assert administrator.submit("/trust/scheme/change", **{**BANDS, **EMPTY, "seen": "1"}).status_code == 303


@pytest.mark.parametrize(
    ("change", "field", "says"),
    [
        ({"from_date-day": "19"}, "from_date", "later"),
        ({"from_date-month": "13"}, "from_date", "real date"),
        ({"includes_vat": ""}, "includes_vat", "Choose whether"),
        ({"up_to_0": "lots"}, "up_to_0", "amount of money"),
        ({"up_to_0": ""}, "up_to_0", "only the last band"),
        ({"up_to_1": "2,000"}, "up_to_1", "last band"),
        ({"up_to_1": "500", "up_to_2": "", "decided_by_2": "board"}, "up_to_1", "above £1,000.00"),
        ({"quotes_0": "1"}, "up_to_0", "buyer decides alone"),
        ({"quotes_1": "11"}, "quotes_1", "10"),
        ({"decided_by_1": "pope"}, "decided_by_1", "Choose one"),
        ({"decided_by_0": ""}, "decided_by_0", "Choose who decides"),
        ({"decided_by_1": "", "quotes_1": "2"}, "decided_by_1", "Choose who decides"),
        ({"decided_by_1": "alone", "quotes_1": "0"}, "up_to_0", "at least one band"),
        ({key: "" for key in BANDS if key[-2:] in ("_0", "_1")}, "up_to_0", "at least one band"),
    ],
)
def test_a_scheme_with_a_gap_is_told_beside_its_band(
    desk: Desk, browse: Browse, change: dict[str, str], field: str, says: str
) -> None:
    page = browse(desk.administrator).submit("/trust/scheme/change", **{**BANDS, **EMPTY, **change})
    assert page.status_code == 422
    assert says in page.text
    assert f'id="{field}-error"' in page.text
    with transaction():
        assert queries.list_versions(desk.trust) == []


def test_posts_are_given_and_ended_and_ending_asks_first(desk: Desk, browse: Browse) -> None:
    administrator = browse(desk.administrator)
    person = str(desk.approver.person_id)
    sent = administrator.submit("/trust/scheme/appoint", post="board", person=person, is_deputy="y")
    assert sent.status_code == 303, sent.text
    assert "Ann Approver (deputy)" in administrator.get("/trust/scheme").text
    again = administrator.submit("/trust/scheme/appoint", post="board", person=person)
    assert again.status_code == 422
    assert "already in that post" in again.text
    with transaction():
        held = next(each for each in queries.list_post_holders(desk.trust) if each.post is Post.BOARD)
    end = f"/trust/scheme/posts/{held.id}/end"
    assert "End Ann Approver as deputy of the board?" in administrator.get(end).text
    assert administrator.submit(end).status_code == 303
    assert administrator.get(end).status_code == 404


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({}, "post"),
        ({"post": "pope"}, "post"),
        ({"post": "board"}, "person"),
        ({"post": "board", "person": "x"}, "person"),
    ],
)
def test_a_bad_appointment_is_told_beside_its_field(
    desk: Desk, browse: Browse, fields: dict[str, str], field: str
) -> None:
    page = browse(desk.administrator).submit("/trust/scheme/appoint", **fields)
    assert page.status_code == 422
    assert f'id="{field}-error"' in page.text


def test_only_who_keeps_the_scheme_changes_it(desk: Desk, browse: Browse) -> None:
    cfo = browse(desk.cfo)
    for page in ("change", "appoint", "posts/1/end"):
        assert cfo.get(f"/trust/scheme/{page}").status_code == 403


def test_a_request_that_nobody_can_decide_any_more_says_what_to_do(desk: Desk, browse: Browse, at: Any) -> None:
    with transaction():
        make_post(desk, Post.FINANCE_COMMITTEE, desk.approver)
        reference = make_approval(desk)
        for actor in (desk.cfo, desk.approver):
            trusts.set_roles(person_id=actor.person_id, roles=[Role.BUYER], actor=desk.administrator, at=at)
    page = browse(desk.buyer).get(f"/approvals/{reference}").text
    assert "Nobody can decide this at the moment" in page
    assert "£5,000.00" in page
