"""The page on which all who take part read the demand of a round."""

from collections.abc import Callable
from typing import Any

from app.kernel.database import transaction
from app.procurement.actions.joining import show_interest
from tests.clock import START, HandClock
from tests.police import PoliceClient
from tests.procurement.joining_makers import line, marked, want
from tests.procurement.joining_sent import EASTON, LEAD, WESTBROOK, SignIn, make, rows_of, words
from tests.procurement.makers import World


def test_totals_are_for_all_and_trusts_and_months_for_those_who_take_part(
    made: World, signed_in: SignIn, client: PoliceClient
) -> None:
    held = make(made)
    first = held.lots[0]
    with transaction():
        want(held, made.westbrook, [marked(held, made.westbrook_schools[0], 400), line(held, None, 3, lot=1)])
        want(held, made.easton, [line(held, made.easton_schools[0], 1_000)])
    path, plot = f"/rounds/{held.reference}/demand", f"/rounds/{held.reference}/demand/lots/{first.id}.svg"
    lead, easton, stranger = signed_in(LEAD), signed_in(EASTON), signed_in("buying@southmere.example")
    for who in (client, stranger):
        page = words(who.get(path))
        assert "1,400" in page
        for hidden in ("Westbrook", "Easton", "April 2028"):
            assert hidden not in page.replace("buying@", ""), hidden
        assert who.get(plot).status_code == 404
        for of in ("trusts", "months", "schools"):
            assert who.get(f"{path}?of={of}&format=csv").status_code == 404, of
        assert [row["Quantity"] for row in rows_of(who.get(f"{path}?format=csv"))] == ["1400", "3"]
    for who in (lead, easton):
        page = words(who.get(path))
        for said in ("Westbrook Schools Trust", "Easton Academies", "September 2027", "April 2028", "1,400"):
            assert said in page, said
        drawn = who.get(plot)
        assert (drawn.status_code, drawn.content_type) == (200, "image/svg+xml")
        assert {
            (row["Trust"], row["Lot"], row["Quantity"]) for row in rows_of(who.get(f"{path}?of=trusts&format=csv"))
        } >= {
            ("Westbrook Schools Trust", "1", "400"),
            ("Westbrook Schools Trust", "2", "3"),
            ("Easton Academies", "1", "1000"),
        }
        months = rows_of(who.get(f"{path}?of=months&format=csv"))
        assert [(row["Month"], row["Joins"], row["Together by then"]) for row in months if row["Lot"] == "1"] == [
            ("2027-09-01", "1000", "1000"),
            ("2028-04-01", "400", "1400"),
        ]
        assert who.get(f"{path}?of=months&format=xlsx").data.startswith(b"PK")
        by_quantity = words(who.get(f"{path}?sort=-quantity&state=intended#trusts")).split("By trust")[1]
        assert by_quantity.index("Easton Academies") < by_quantity.index("Westbrook Schools Trust")
        assert "Northgate" not in by_quantity.split("Export by trust")[0], "the lead has said nothing yet"
    assert easton.get(f"{path}?of=schools&format=csv").status_code == 404
    assert [row["School"] for row in rows_of(lead.get(f"{path}?of=schools&format=csv"))] == [
        "Elder Primary School",
        "Cedar Primary School",
        "The trust’s own office",
    ]
    assert lead.get(plot.replace(str(first.id), "9999")).status_code == 404


def test_the_lead_sees_who_is_missing_and_reminds_them_once_a_day(
    made: World, signed_in: SignIn, clock: HandClock
) -> None:
    held = make(made, invited=frozenset({made.stranger.trust}))
    with transaction():
        show_interest(reference=held.reference, actor=made.westbrook, at=START)
    path = f"/rounds/{held.reference}/demand"
    lead, westbrook = signed_in(LEAD), signed_in(WESTBROOK)
    page = words(lead.get(path))
    for said in ("Southmere Trust", "Invited, no answer", "No demand yet", "21 days left"):
        assert said in page, said
    theirs = words(westbrook.get(path))
    assert "Southmere" not in theirs, "whom the lead invited is the lead's to know"
    assert "Remind those who are missing" not in theirs
    assert westbrook.submit(f"{path}/remind", page="/account").status_code == 404
    assert lead.submit(f"{path}/remind", page=path).status_code == 303
    page = words(lead.get(path))
    assert "Reminder sent to 2 trusts" in page
    assert "They were reminded today" in page
    lead.submit(f"{path}/remind", page="/account")
    assert "They were reminded today. You can" in words(lead.get("/account"))
    clock.wind_on(days=1)
    assert "Remind those who are missing" in words(lead.get(path))


def test_a_long_list_of_trusts_costs_the_database_no_more_than_a_short_one(
    made: World, signed_in: SignIn, statements: Callable[[], Any]
) -> None:
    held = make(made)
    path = f"/rounds/{held.reference}"
    with transaction():
        want(held, made.westbrook, [line(held, made.westbrook_schools[0], 400)])
    lead, westbrook = signed_in(LEAD), signed_in(WESTBROOK)

    def cost(who: PoliceClient, page: str) -> int:
        with statements() as sent:
            assert who.get(page).status_code == 200, page
        return len(sent)

    pages = [(lead, f"{path}/demand"), (westbrook, f"{path}/your-trust"), (westbrook, f"{path}/your-trust/demand")]
    short = [cost(*each) for each in pages]
    with transaction():
        for actor, schools in ((made.westbrook, made.westbrook_schools), (made.easton, made.easton_schools)):
            want(held, actor, [marked(held, each, 40, lot=n) for each in (*schools, None) for n in (0, 1)])
        show_interest(reference=held.reference, actor=made.stranger, at=START)
    assert [cost(*each) for each in pages] == short
    assert max(short) <= 45
