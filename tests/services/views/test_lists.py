"""The lists of orders, what they cost, and who may enter."""

from collections.abc import Callable
from typing import Any

from app.kernel.database import transaction
from app.services import queries
from app.services.values import OrderFilter, OrderState, Side
from tests.police import PoliceClient
from tests.services.makers import World
from tests.services.views.sent import order, service


def test_the_list_of_orders_filters_sorts_and_exports(
    provider: PoliceClient, buyer: PoliceClient, world: World
) -> None:
    assert "No orders yet" in buyer.get("/orders").text
    assert "Nobody has ordered" in provider.get("/orders?side=sold").text
    reference = order(world, po_number="=cmd()")
    for page in ("/orders", "/orders?text=payroll", "/orders?state=awaiting_provider", "/orders?year=2026&sort=value"):
        assert reference in buyer.get(page).text, page
    for page in ("/orders?text=nothing", "/orders?state=agreed", "/orders?year=2027", "/orders?page=7"):
        assert reference not in buyer.get(page).text, page
    assert buyer.get("/orders?state=nonsense&year=x&sort=nonsense&page=x&side=x").status_code == 200
    assert reference in buyer.get("/orders?text=" + "x" * 5_000).text
    assert reference in provider.get("/orders?side=sold").text
    csv = buyer.get("/orders?format=csv")
    assert csv.mimetype == "text/csv"
    assert f"{reference},Payroll bureau,Northgate Learning Trust" in csv.text
    assert "'=cmd()" in csv.text
    assert buyer.get("/orders?format=xlsx").data[:2] == b"PK"


def test_a_long_list_costs_no_more_statements_than_a_short_one(
    buyer: PoliceClient, provider: PoliceClient, world: World, statements: Callable[[], Any]
) -> None:
    def cost(browser: PoliceClient, page: str) -> int:
        with statements() as sent:
            assert browser.get(page).status_code == 200
        return len(sent)

    order(world)
    service(world)
    pages = [(buyer, "/orders"), (provider, "/orders?side=sold"), (provider, "/listings")]
    before = [cost(*each) for each in pages]
    for _ in range(5):
        order(world)
    assert [cost(*each) for each in pages] == before
    assert max(before) <= 20


def test_only_who_may_buy_orders_and_only_who_may_publish_lists(
    world: World, provider: PoliceClient, buyer: PoliceClient, client: PoliceClient
) -> None:
    reference = service(world)
    assert provider.get(f"/services/{reference}/order").status_code == 403
    assert buyer.get("/services/new").status_code == 403
    assert buyer.get("/listings").status_code == 403
    assert client.get("/orders").status_code == 302
    assert client.get(f"/services/{reference}/order").status_code == 302
    with transaction():
        assert queries.count_orders(world.buyer.trust, OrderFilter(Side.BOUGHT, OrderState.AGREED)) == 0
