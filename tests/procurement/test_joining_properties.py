"""What holds of demand whatever trusts do, and that nobody sees what another trust has now."""

import re
import zipfile
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from app.kernel.actor import Actor
from app.kernel.database import transaction
from app.kernel.money import Money
from app.procurement.actions.joining import show_interest
from app.procurement.actions.withdrawals import withdraw
from app.procurement.queries.demand import own_demand, totals
from app.procurement.queries.participations import find_participation
from app.procurement.values import ParticipationState, RoundValue
from tests.clock import START
from tests.conftest import visitor
from tests.procurement.joining_makers import MARKED_PRICE_WORDS, MARKED_SUPPLIER, line, marked, want
from tests.procurement.makers import World, make_round
from tests.procurement.stages_makers import commit, committing

WHO = ("lead", "westbrook", "easton")
DEEDS = st.lists(
    st.tuples(
        st.sampled_from(["want", "want", "leave", "come"]),
        st.sampled_from(WHO),
        st.dictionaries(st.tuples(st.integers(0, 1), st.integers(0, 2)), st.integers(1, 9_999), max_size=4),
    ),
    min_size=1,
    max_size=8,
)
MARKS = (MARKED_SUPPLIER, MARKED_PRICE_WORDS, "9.8765")
PART = re.compile(r"<(?:\w+(?:\([^)]*\))?:)?(\w+)>")
KINDS = ("csv", "xlsx")


@pytest.mark.of_pages
@given(DEEDS)
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_totals_are_the_sum_of_demand_under_any_order_of_joins_edits_and_withdrawals(
    world: World, deeds: list[tuple[str, str, dict[tuple[int, int], int]]]
) -> None:
    held = make_round(world)
    actors: dict[str, Actor] = {name: getattr(world, name) for name in WHO}
    wanted: dict[str, dict[tuple[int, int], int]] = {name: {} for name in WHO}
    joined = {"lead"}
    for deed, name, cells in deeds:
        if deed == "leave" and name in joined and name != "lead":
            withdraw(reference=held.reference, reason="Changed", seen_cost=Money(0), actor=actors[name], at=START)
            joined.discard(name)
        elif deed == "come":
            show_interest(reference=held.reference, actor=actors[name], at=START)
            joined.add(name)
        elif deed == "want":
            want(held, actors[name], [_line(held, world, name, *cell, count) for cell, count in cells.items()])
            wanted[name] = cells
            joined.add(name)
        counted = [(cell, count) for each in joined for cell, count in wanted[each].items()]
        found = totals(held)
        for place, lot in enumerate(held.lots):
            assert found.lot(lot.id).quantity == sum(count for (where, _), count in counted if where == place)
            assert found.lot(lot.id).quantity == sum(each.quantities.get(lot.id, 0) for each in found.trusts)
            assert found.lot(lot.id).quantity == sum(each.quantities[lot.id] for each in found.months)
        for each in WHO:
            own = find_participation(held.id, actors[each].trust)
            kept = own_demand(own.id) if own and own.state is not ParticipationState.WITHDRAWN else []
            assert sum(one.quantity for one in kept) == (sum(wanted[each].values()) if each in joined else 0)


def _line(held: RoundValue, world: World, name: str, lot: int, school: int, count: int) -> Any:
    schools = [*getattr(world, f"{name}_schools")[:2], None]
    return line(held, schools[school], count, lot=lot)


def pages_of(app: Flask, held: RoundValue) -> list[str]:
    """The address of every page of a round, and of each export of its demand."""
    base, start = f"/rounds/{held.reference}", "/rounds/<reference>"
    numbers = {"lot_id": held.lots[0].id, "school_id": 0}
    rules = [each.rule for each in app.url_map.iter_rules() if "GET" in (each.methods or ())]
    own = [base + each.removeprefix(start) for each in rules if each.startswith(start) and not each.endswith(".svg")]
    found = [PART.sub(lambda part: str(numbers.get(part[1], 1)), each) for each in own]
    of = [
        f"{base}/demand?of={each}&format={kind}" for each in ("lots", "trusts", "months", "schools") for kind in KINDS
    ]
    files = [f"{base}/your-trust?format={kind}" for kind in KINDS]
    return [*found, *of, *files, "/rounds", "/notifications", f"/search?text={MARKED_SUPPLIER}"]


def said(answer: Any) -> str:
    """All the words of an answer, whatever it is."""
    if answer.data.startswith(b"PK"):
        with zipfile.ZipFile(BytesIO(answer.data)) as packed:
            return " ".join(packed.read(each).decode("utf-8", "replace") for each in packed.namelist())
    if answer.data.startswith(b"%PDF"):
        return " ".join(page.extract_text() for page in PdfReader(BytesIO(answer.data)).pages)
    return str(answer.data.decode("utf-8", "replace"))


def test_nobody_sees_another_trusts_suppliers_or_prices_on_any_page_or_export_of_a_round(
    made: World, app: Flask, signed_in: Any
) -> None:
    with transaction():
        held = committing(made)
        for actor, schools in ((made.westbrook, made.westbrook_schools), (made.lead, made.lead_schools)):
            make = marked if actor is made.westbrook else line
            want(held, actor, [make(held, each, 60_000, lot=n) for each in schools for n in (0, 1)])
        want(held, made.easton, [line(held, made.easton_schools[0], 5)])
        commit(held, made.westbrook, made.westbrook_cfo)
    pages = pages_of(app, held)  # read past the police: other tests look at whether they are fit to be seen
    mine = [each for each in pages if "/your-trust" in each]
    client = signed_in("buying@westbrook.example")
    marks = {each for each in mine if any(mark in said(FlaskClient.open(client, each)) for mark in MARKS)}
    base = f"/rounds/{held.reference}/your-trust"
    assert {base, *(f"{base}?format={kind}" for kind in KINDS)} <= marks, "the trust itself reads what it entered"
    for who, least in (("buying@northgate", 20), ("buying@easton", 15), ("buying@southmere", 8), ("", 5)):
        client = signed_in(f"{who}.example") if who else visitor(app)
        read = 0
        for path in pages:
            answer = FlaskClient.open(client, path)
            read += answer.status_code == 200
            words = said(answer).replace(f"text={MARKED_SUPPLIER}", "")
            words = words.replace(MARKED_SUPPLIER, "") if path.startswith("/search") else words
            assert not [mark for mark in MARKS if mark in words], (who, path)
        assert read >= least, (who, read)
