"""The contract register against the house: nothing is stored where its audit row is refused, nor read by a stranger."""

from collections.abc import Callable
from datetime import date
from io import BytesIO

import pytest
from flask import Flask

from app.contracts import actions, queries
from app.web import access
from tests.clock import START
from tests.contracts.makers import World, add, bind, make_world
from tests.contracts.test_keeping import PDF
from tests.contracts.test_views import KEEPER, STRANGER, day, typed
from tests.databases import Stage
from tests.house.test_audit import Deed, everything, unrecorded
from tests.house.test_strangers import tried
from tests.police import TOKEN, PoliceClient

SignIn = Callable[[str], PoliceClient]


@pytest.fixture
def kept(app: Flask, stage: Stage, monkeypatch: pytest.MonkeyPatch) -> tuple[World, str, str, int]:
    """The world, a contract by hand with a document, one that a trade keeps, and the document's number."""
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    return stage.set(_make)


def _make() -> tuple[World, str, str, int]:
    world = make_world()
    by_hand, of_trade = add(world.keeper), bind(world.trust)
    actions.add_documents(reference=by_hand, files=[("a.pdf", PDF)], actor=world.keeper, at=START)
    number = queries.list_documents(queries.get_contract(world.trust, by_hand).id)[0].id
    return world, by_hand, of_trade, number


def deeds(by_hand: str, of_trade: str, number: int) -> list[Deed]:
    """Who sends what to which page of the register: each would change something."""
    early = {"reason": "early", **day("last_date", date(2027, 1, 31))}
    return [
        (KEEPER, "/contracts/new", typed()),
        (KEEPER, f"/contracts/{by_hand}/change", typed(version="1")),
        (KEEPER, f"/contracts/{of_trade}/change", {"version": "1", "note": "Ask"}),
        (KEEPER, f"/contracts/{by_hand}/documents", {"files": [(BytesIO(PDF), "terms.pdf")]}),
        (KEEPER, f"/contracts/{by_hand}/documents/{number}/remove", {}),
        (KEEPER, f"/contracts/{by_hand}/end", early),
    ]


@pytest.mark.of_pages
def test_nothing_of_the_register_is_stored_where_its_audit_row_is_refused(
    database: str, kept: tuple[World, str, str, int], signed_in: SignIn
) -> None:
    keeper, (_, by_hand, of_trade, number) = signed_in(KEEPER), kept
    token = TOKEN.search(keeper.get("/account").text)
    assert token
    before = everything()
    with unrecorded(database):
        for _, path, fields in deeds(by_hand, of_trade, number):
            assert keeper.post(path, data={"csrf_token": token[1], **fields}).status_code == 500, path
    assert everything() == before
    for _, path, fields in deeds(by_hand, of_trade, number):
        assert keeper.post(path, data={"csrf_token": token[1], **fields}).status_code == 303, path
    assert everything() != before


@pytest.mark.of_pages
def test_a_stranger_finds_nothing_of_another_trusts_register(
    app: Flask, kept: tuple[World, str, str, int], signed_in: SignIn
) -> None:
    stranger, (_, by_hand, of_trade, number) = signed_in(STRANGER), kept
    rules = [rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/contracts/<")]
    assert len(rules) >= 6
    assert {str(access.entry_of(app, rule.endpoint)) for rule in rules} <= {
        "needs view_contracts",
        "needs keep_contracts",
    }
    found = [
        (method, address, status)
        for rule in rules
        for reference in (by_hand, of_trade)
        for method in {"GET", "POST"} & (rule.methods or set())
        if (address := rule.rule.replace("<reference>", reference).replace("<int:document_id>", str(number)))
        and (status := tried(stranger, method, address)) != 404
    ]
    assert found == []
    assert "Catering for two schools" not in stranger.get("/contracts?state=all").text
    assert "Catering" not in stranger.get("/contracts?state=all&format=csv").text
