"""The pages on which a trust joins a round and types in what it wants."""

from datetime import date

from sqlalchemy import update

from app.contracts.actions import bind
from app.contracts.values import Source
from app.kernel.database import session, transaction
from app.procurement.models import Participation, Round
from app.procurement.queries.demand import demands_of
from app.procurement.values import Joining, ParticipationState, Stage
from app.trusts.models import SchoolMembership
from tests.clock import START
from tests.procurement.joining_makers import ENDS, MARKED_SUPPLIER, line, marked, want
from tests.procurement.joining_sent import (
    EASTON,
    LEAD,
    WESTBROOK,
    SignIn,
    make,
    rows_of,
    saved,
    typed_day,
    value_of,
    words,
)
from tests.procurement.makers import World


def test_a_trust_joins_types_in_what_it_wants_and_reads_its_own_page(made: World, signed_in: SignIn) -> None:
    held = make(made)
    cedar, damson = made.westbrook_schools
    first, second = held.lots
    client, path = signed_in(WESTBROOK), f"/rounds/{held.reference}/your-trust"
    with transaction():
        bind(
            trust_id=made.westbrook.trust, source=Source.AGREEMENT, source_reference="AGR-22222", title="Power",
            supplier=MARKED_SUPPLIER, value=None, category=held.listing.category, start_date=date(2025, 9, 1),
            end_date=ENDS, actor=None, at=START,
        )  # fmt: skip
    page = words(client.get(path))
    assert "Not in this round" in page
    assert "Show interest by 11 December 2026" in page
    assert client.submit(f"{path}/interest", page=path).status_code == 303
    page = words(client.get(path))
    assert "Enter what your schools want by 29 January 2027" in page
    assert MARKED_SUPPLIER in page, "the contract that the round would replace"
    grid = f"{path}/demand"
    boxes = {f"q-{first.id}-{cedar}": "40,000", f"q-{first.id}-{damson}": "60000", f"q-{second.id}-0": "3"}
    version = value_of(client.get(grid).text, "version")
    wrong = client.submit(grid, version=version, **{**boxes, f"q-{first.id}-{damson}": "lots"})
    assert wrong.status_code == 422
    assert "must be a whole number" in wrong.text
    assert 'value="40,000"' in wrong.text, "what was typed is kept"
    assert client.submit(grid, version=version, **boxes).status_code == 303
    lines = saved(held, made.westbrook.trust)
    assert [(each.lot_id, each.school_id, each.quantity) for each in lines] == [
        (first.id, cedar, 40_000),
        (first.id, damson, 60_000),
        (second.id, None, 3),
    ]
    assert {each.supplier for each in lines} == {MARKED_SUPPLIER}
    assert {each.joins_date for each in lines} == {date(2028, 4, 1)}, "it joins once its contract has ended"
    page = words(client.get(path))
    for said in ("Intends to buy", "100,000", "1 April 2028", MARKED_SUPPLIER, "Cedar Primary School"):
        assert said in page, said
    (cedars, *_) = rows_of(client.get(f"{path}?format=csv"))
    assert (cedars["School"], cedars["Quantity"], cedars["Supplier now"]) == (
        "Cedar Primary School",
        "40000",
        MARKED_SUPPLIER,
    )
    assert client.get(f"{path}?format=xlsx").data.startswith(b"PK")
    assert "25" in words(client.get(f"{path}?lot={second.id}&page=9")), "a page that is not there is no error"


def test_one_lot_and_one_school_are_typed_on_pages_of_their_own(made: World, signed_in: SignIn) -> None:
    held = make(made)
    cedar, damson = made.westbrook_schools
    first = held.lots[0]
    client, path = signed_in(WESTBROOK), f"/rounds/{held.reference}/your-trust/lots/{held.lots[0].id}"
    here = f"{path}/schools/{cedar}"
    seen = value_of(client.get(path).text, "seen")
    boxes = {f"q-{first.id}-{cedar}": "40000", f"q-{first.id}-{damson}": "60000", "supplier": "Old Power"}
    late = client.submit(path, seen=seen, **boxes, **typed_day("joins", date(2027, 8, 31)))
    assert late.status_code == 422
    assert "Enter a day from 1 September 2027 on" in late.text
    assert client.submit(path, seen=seen, price="24.35p", **boxes, **typed_day("ends", ENDS)).status_code == 303
    assert {(each.supplier, str(each.price), each.joins_date) for each in saved(held, made.westbrook.trust)} == {
        ("Old Power", "24.35p", date(2028, 4, 1))
    }
    seen = value_of(client.get(here).text, "seen")
    assert client.submit(here, seen=seen, quantity="41000", supplier="Sun Co").status_code == 303
    again = client.get(path).text
    assert "1 school has something else" in " ".join(again.split())
    seen = value_of(again, "seen")
    boxes |= {f"q-{first.id}-{cedar}": "42000", "supplier": "New Power"}
    assert client.submit(path, seen=seen, **boxes).status_code == 303
    lines = {each.school_id: each for each in saved(held, made.westbrook.trust)}
    assert (lines[cedar].quantity, lines[cedar].supplier, lines[damson].supplier) == (42_000, "Sun Co", "New Power")
    seen = value_of(client.get(path).text, "seen")
    assert client.submit(path, seen=seen, for_all="y", **boxes).status_code == 303
    assert {each.supplier for each in saved(held, made.westbrook.trust)} == {"New Power"}
    seen = value_of(client.get(here).text, "seen")
    assert client.submit(here, seen=seen, quantity="").status_code == 303
    assert [each.school_id for each in saved(held, made.westbrook.trust)] == [damson], "an empty box wants nothing"
    for missing in (f"{path}/schools/{made.easton_schools[0]}", f"/rounds/{held.reference}/your-trust/lots/9999"):
        assert client.get(missing).status_code == 404


def test_two_people_of_one_trust_at_once_lose_nothing(made: World, signed_in: SignIn) -> None:
    held = make(made)
    cedar, damson = made.westbrook_schools
    first, second = held.lots
    client, path = signed_in(WESTBROOK), f"/rounds/{held.reference}/your-trust"
    lot_page, grid = f"{path}/lots/{first.id}", f"{path}/demand"
    school_page = f"{lot_page}/schools/{cedar}"
    marks = {each: value_of(client.get(each).text, "seen") for each in (lot_page, school_page)}
    version = value_of(client.get(grid).text, "version")
    with transaction():
        want(held, made.westbrook, [line(held, cedar, 700), line(held, None, 2, lot=1)])
    for page, typed in (
        (grid, {"version": version, f"q-{first.id}-{damson}": "900"}),
        (lot_page, {"seen": marks[lot_page], f"q-{first.id}-{damson}": "900"}),
        (school_page, {"seen": marks[school_page], "quantity": "900"}),
    ):
        answer = client.submit(page, **typed)
        assert answer.status_code == 422, page
        assert "Somebody else in your trust changed this" in answer.text
        assert "700" in answer.text, "what they saved is shown"
        assert 'value="900"' in answer.text, "what was typed is kept"
    assert [each.quantity for each in saved(held, made.westbrook.trust)] == [700, 2]
    again = value_of(client.submit(lot_page, seen="0", **{f"q-{first.id}-{damson}": "900"}).text, "seen")
    with transaction():
        want(held, made.westbrook, [line(held, cedar, 700), line(held, None, 5, lot=1)])
    replaced = client.submit(lot_page, seen=again, **{f"q-{first.id}-{damson}": "900"})
    assert replaced.status_code == 303, "another lot was changed meanwhile, this one was not"
    assert [(each.lot_id, each.quantity) for each in saved(held, made.westbrook.trust)] == [
        (first.id, 900),
        (second.id, 5),
    ]


def test_who_may_change_demand_and_when(made: World, signed_in: SignIn) -> None:
    held = make(made)
    own = f"/rounds/{held.reference}/your-trust"
    pages = [f"{own}/demand", f"{own}/lots/{held.lots[0].id}", f"{own}/sheet"]
    member, client = signed_in("office@westbrook.example"), signed_in(WESTBROOK)
    with transaction():
        found = want(held, made.westbrook, [marked(held, made.westbrook_schools[0], 400)])
    assert MARKED_SUPPLIER in member.get(own).text, "those who may read the trust's contracts read this too"
    for page in pages:
        assert member.get(page).status_code == 403, page
        assert client.get(page).status_code == 200, page
    assert client.get(f"/r/{found.reference}", follow_redirects=True).request.path == own
    assert signed_in(LEAD).get(f"/participations/{found.reference}").location.endswith("/demand")
    assert signed_in(EASTON).get(f"/participations/{found.reference}").status_code == 404
    for state, said in ((ParticipationState.SIGNING, "Give that up first"), (ParticipationState.COMMITTED, "Withdraw")):
        with transaction():
            session().execute(update(Participation).where(Participation.id == found.id).values(state=state))
        for page in pages:
            assert said in client.get(page, follow_redirects=True).text
    with transaction():
        session().execute(update(Round).values(stage=Stage.OUT_TO_BID))
    assert "Participants of this round are fixed" in client.get(pages[0], follow_redirects=True).text
    region = make(made, joining=Joining.INVITATION, invited=frozenset({made.easton.trust}))
    hidden = f"/rounds/{region.reference}/your-trust"
    for page in (hidden, f"{hidden}/demand", f"{hidden}/sheet.xlsx", f"/rounds/{region.reference}/demand"):
        assert client.get(page).status_code == 404, page
    assert client.submit(f"{hidden}/interest", page="/account").status_code == 404


def test_schools_that_left_are_named_until_their_demand_is_taken_out(made: World, signed_in: SignIn) -> None:
    held = make(made)
    cedar, damson = made.westbrook_schools
    with transaction():
        want(held, made.westbrook, [line(held, cedar, 400), line(held, damson, 600)])
        left = SchoolMembership.school_id == damson
        session().execute(update(SchoolMembership).where(left).values(left_date=START.date()))
    client, path = signed_in(WESTBROOK), f"/rounds/{held.reference}/your-trust"
    page = words(client.get(path))
    assert "No longer in your trust: Damson Academy" in page
    assert "No longer yours" in page
    grid = f"{path}/demand"
    version = value_of(client.get(grid).text, "version")
    assert client.submit(grid, version=version, **{f"q-{held.lots[0].id}-{cedar}": "400"}).status_code == 303
    with transaction():
        assert [each.school_id for each in demands_of(held.id)] == [cedar]
