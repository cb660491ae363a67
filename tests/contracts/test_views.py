"""The pages of the register, walked by those who keep it, those who read it and those who may do neither."""

import csv
from collections.abc import Callable
from datetime import date
from io import BytesIO, StringIO
from typing import Any

from app.contracts import actions, queries
from app.contracts.values import Supplement
from app.kernel.database import transaction
from app.search import actions as search
from tests.clock import START
from tests.contracts.makers import CATERING, POWER, World, add, bind
from tests.contracts.test_keeping import PDF
from tests.police import PoliceClient

SignIn = Callable[[str], PoliceClient]
KEEPER, READER, OUTSIDER = "keeper@northgate.example", "reader@northgate.example", "hr@northgate.example"
STRANGER = "keeper@westbrook.example"


def day(name: str, when: date) -> dict[str, str]:
    return {f"{name}-day": str(when.day), f"{name}-month": str(when.month), f"{name}-year": str(when.year)}


def typed(**changes: Any) -> dict[str, Any]:
    return {
        "title": "Photocopiers",
        "supplier": "Copperplate Machines",
        "value": "12,000",
        "cpv": "electricity",
        "category": CATERING,
        "is_counted": "y",
        **day("start_date", date(2026, 9, 1)),
        **day("end_date", date(2027, 8, 31)),
        **day("notice_date", date(2027, 1, 15)),
        **changes,
    }


def test_a_keeper_adds_changes_and_ends_a_contract_and_finds_it_in_list_calendar_and_files(
    made: World, signed_in: SignIn
) -> None:
    keeper = signed_in(KEEPER)
    assert "No contracts" in keeper.get("/contracts").text
    wrong = keeper.submit("/contracts/new", **typed(title="", cpv="zzzz", school_ids=[str(made.school)]))
    assert wrong.status_code == 422
    assert "Enter what it is for" in wrong.text
    assert "Copperplate Machines" in wrong.text
    refused = keeper.submit("/contracts/new", **typed(**day("notice_date", date(2028, 1, 1))))
    assert "The last day to give notice must be the last day or earlier" in refused.text
    added = keeper.submit("/contracts/new", **typed(responsible_id=str(made.reader.person_id)))
    assert added.status_code == 303
    page, reference = keeper.get(added.location).text, added.location.rpartition("/")[2]
    for words in ("Notice due", "in 56 days", "£12,000.00", f"{POWER} Electricity", "School meals", "Ray", "Kit"):
        assert words in page, words
    listed = keeper.get("/contracts?text=photo&sort=-value").text
    assert "1</strong> contract" in listed
    assert "No contracts match" in keeper.get("/contracts?state=ended").text
    assert (
        "No contracts match" in keeper.get(f"/contracts?{'ends_from-day=1&ends_from-month=1&ends_from-year=2028'}").text
    )
    rows = list(csv.reader(StringIO(keeper.get("/contracts?format=csv").data.decode("utf-8-sig"))))
    assert rows[1][:3] == [reference, "Photocopiers", "Copperplate Machines"]
    assert rows[1][8] == "12000.00"
    assert keeper.get("/contracts?format=xlsx").status_code == 200
    calendar = keeper.get("/contracts/calendar?year=2026").text
    for words in ("Contracts in 2026/27", "January 2027", "15 January 2027: last day to give notice", "Photocopiers"):
        assert words in calendar, words
    assert keeper.get("/contracts/calendar.svg?year=2026").content_type == "image/svg+xml"
    assert keeper.get("/contracts/calendar.svg?year=2010").status_code == 404
    assert "No contracts in 2010/11" in keeper.get("/contracts/calendar?year=2010").text
    file = keeper.get("/contracts/calendar.ics").text.replace("\r\n ", "")
    assert "SUMMARY:Last day to give notice: Photocopiers" in file
    assert f"UID:{reference}-ends@" in file
    changed = keeper.submit(f"/contracts/{reference}/change", **typed(title="Copiers", version="1"))
    assert changed.status_code == 303
    stale = keeper.submit(f"/contracts/{reference}/change", **typed(title="Other", version="1"))
    assert "Somebody else has changed this contract meanwhile" in stale.text
    assert "It ends on 31 August 2027 as it stands" in keeper.get(f"/contracts/{reference}/end").text
    ended = keeper.submit(
        f"/contracts/{reference}/end", reason="new_supplier", note="", **day("last_date", date(2027, 2, 28))
    )
    assert ended.status_code == 303
    assert "Gone to a new supplier: its last day is 28 February 2027." in keeper.get(f"/contracts/{reference}").text
    assert "recorded already" in keeper.get(f"/contracts/{reference}/end").text


def test_a_trades_contract_is_supplemented_and_documents_come_and_go(made: World, signed_in: SignIn) -> None:
    with transaction():
        reference = bind(made.trust, "AGR-23456")
    keeper, path = signed_in(KEEPER), f"/contracts/{reference}"
    page = keeper.get(path).text
    assert 'href="/r/AGR-23456"' in page
    assert "Add to it" in page
    form = keeper.get(f"{path}/change").text
    assert 'name="title"' not in form
    assert keeper.submit(f"{path}/change", version="1", note="Ask for a rebate", is_counted="").status_code == 303
    assert "Ask for a rebate" in keeper.get(path).text
    assert "ends where the trade ends" in keeper.get(f"{path}/end").text
    documents = f"{path}/documents"
    assert "not a PDF" in keeper.submit(documents, files=[(BytesIO(b"MZ"), "a.pdf")]).text
    assert keeper.submit(documents, files=[(BytesIO(PDF), "terms.pdf")]).status_code == 303
    with transaction(writing=False):
        number = queries.list_documents(queries.get_contract(made.trust, reference).id)[0].id
    saved = keeper.get(f"{documents}/{number}")
    assert saved.data == PDF
    assert "attachment" in saved.headers["Content-Disposition"]
    reader = signed_in(READER)
    assert reader.get(f"{documents}/{number}").data == PDF
    assert "Remove this document?" in keeper.get(f"{documents}/{number}/remove").text
    assert keeper.submit(f"{documents}/{number}/remove").status_code == 303
    assert keeper.get(f"{documents}/{number}").status_code == 404


def test_approvers_read_hr_leads_do_not_and_another_trust_finds_nothing(made: World, signed_in: SignIn) -> None:
    with transaction():
        reference = add(made.keeper)
        actions.add_documents(reference=reference, files=[("a.pdf", PDF)], actor=made.keeper, at=START)
        number = queries.list_documents(queries.get_contract(made.trust, reference).id)[0].id
    path = f"/contracts/{reference}"
    reader, outsider, stranger = signed_in(READER), signed_in(OUTSIDER), signed_in(STRANGER)
    reads = ("/contracts", "/contracts/calendar", path, f"{path}/documents/{number}")
    keeps = ("/contracts/new", *(f"{path}/{each}" for each in ("change", "end", "documents")))
    assert {reader.get(each).status_code for each in reads} == {200}
    assert {reader.get(each).status_code for each in keeps} == {403}
    assert "Add a contract" not in reader.get("/contracts").text
    assert {outsider.get(each).status_code for each in (*reads, *keeps)} == {403}
    assert "/contracts" not in outsider.get("/dashboard").text
    hidden = (path, *keeps[1:], f"{path}/documents/{number}", f"{path}/documents/{number}/remove")
    assert {stranger.get(each).status_code for each in hidden} == {404}
    assert "School meals" not in stranger.get("/contracts").text


def test_what_others_near_are_bound_to_is_suggested_on_the_desk_to_those_who_run_procurement(
    made: World, signed_in: SignIn
) -> None:
    with transaction():
        add(made.keeper, notice_date=date(2026, 12, 1))
        for trust in made.neighbours:
            bind(trust, supplier="Umber and Ochre")
    told = "Three trusts near you have a contract for school meals"
    desk = signed_in(KEEPER).get("/dashboard").text
    assert told in desk
    assert 'href="/rounds/new?category=school-meals"' in desk
    assert "contract to give notice on within 90 days" in desk
    assert "Umber" not in desk
    assert told not in signed_in("finance@northgate.example").get("/dashboard").text
    search.rebuild()
    searched = signed_in(KEEPER).get("/search?text=meals").text
    assert told in searched
    assert told not in signed_in(KEEPER).get("/search?text=payroll").text


def many(world: World, count: int) -> None:
    """So many contracts, each with everything that a page looks up."""
    said = Supplement(category=CATERING, responsible_id=world.reader.person_id, notice_date=date(2027, 1, 1))
    for number in range(count):
        bind(world.trust, f"AGR-{number:05d}".replace("0", "X").replace("1", "Z"), school_ids=(world.school,))
        add(world.keeper, title=f"Contract {number}", school_ids=(world.school,), category=said.category,
            responsible_id=said.responsible_id, notice_date=said.notice_date)  # fmt: skip


def test_no_page_of_the_register_costs_more_for_being_long(
    made: World, signed_in: SignIn, statements: Callable[[], Any]
) -> None:
    keeper = signed_in(KEEPER)
    pages = ("/contracts", "/contracts?format=csv", "/contracts/calendar?year=2026", "/contracts/calendar.ics")

    def cost(page: str) -> int:
        with statements() as sent:
            assert keeper.get(page).status_code == 200
        return len(sent)

    with transaction():
        many(made, 2)
    short = {page: cost(page) for page in pages}
    with transaction():
        many(made, 24)
    assert {page: cost(page) for page in pages} == short
    assert max(short.values()) <= 30
