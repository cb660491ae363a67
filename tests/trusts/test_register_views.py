"""The pages of the register."""

import pytest
from flask import Flask

from app.trusts.values import TrustValue
from tests.police import PoliceClient
from tests.trusts.makers import make_school, make_trust
from tests.trusts.pages import text_of


def test_anyone_searches_the_register(trust: TrustValue, client: PoliceClient) -> None:
    make_trust("OLD QUARRY TRUST", is_open=False)
    page = text_of(client.get("/register-of-trusts").text)
    assert "2 trusts" in page
    assert page.index("Larkmoor Learning Trust") < page.index("Old Quarry Trust")
    found = text_of(client.get("/register-of-trusts?q=wexbridge").text)
    assert "1 trust" in found
    assert "2 schools, 400 pupils" in found
    assert "Old Quarry" not in found


def test_a_search_by_school_says_which_school(trust: TrustValue, client: PoliceClient) -> None:
    make_school(trust, "Hollow Lane Infants")
    assert "Has Hollow Lane Infants" in text_of(client.get("/register-of-trusts?q=hollow+lane").text)


@pytest.mark.parametrize("query", ["q=nothing+like+it", "q=<script>alert(1)</script>", "q=%25", "page=99"])
def test_a_search_that_finds_nothing_says_what_to_try(trust: TrustValue, client: PoliceClient, query: str) -> None:
    page = client.get(f"/register-of-trusts?{query}&kind=single_academy_trust")
    assert page.status_code == 200
    assert "No trust found" in page.text
    assert "<script>alert" not in page.text


def test_a_filter_that_does_not_exist_is_ignored(trust: TrustValue, client: PoliceClient) -> None:
    assert "1 trust" in text_of(client.get("/register-of-trusts?kind=nonsense&region=Q&page=x").text)


def test_the_register_is_paged_twenty_at_a_time(app: Flask, client: PoliceClient) -> None:
    for number in range(21):
        make_trust(f"Cedar Trust {number:02}")
    first, second = (text_of(client.get(f"/register-of-trusts?q=cedar&page={page}").text) for page in (1, 2))
    assert "1 to 20 of 21 trusts" in first
    assert "Cedar Trust 20" not in first
    assert "Cedar Trust 20" in second


def test_a_list_of_trusts_and_of_schools_can_be_kept(trust: TrustValue, client: PoliceClient) -> None:
    listed = client.get("/register-of-trusts?q=larkmoor&format=csv")
    assert listed.headers["Content-Disposition"].startswith("attachment")
    assert f"{trust.uid},Larkmoor Learning Trust,Multi-academy trust,Open" in listed.text
    assert client.get("/register-of-trusts?format=xlsx").data[:2] == b"PK"
    schools = client.get(f"/trusts/{trust.uid}/schools.csv").text
    assert "Larkmoor Primary School 1,Primary,210" in schools
    assert client.get("/trusts/999/schools.csv").status_code == 404
