"""The lists of orders, and what every action owes to the audit trail."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from app.kernel.errors import NotFound
from app.kernel.money import Money
from app.services import actions, queries
from app.services.values import OrderFilter, OrderSort, OrderState, PriceBasis, Side
from app.trusts.values import Phase
from tests.listings.makers import make_trust
from tests.services.makers import (
    World,
    make_order,
    make_service,
    place,
)


def test_the_list_of_orders_is_narrowed_sorted_and_paged(world: World, at: datetime) -> None:
    first = make_order(world, at=at, start_date=date(2027, 8, 31), po_number="100%")
    second = make_order(world, at=at + timedelta(hours=1), start_date=date(2027, 9, 1), school_ids=world.schools[:1])
    hidden = place(world, make_service(world.provider, title="Big payroll"), at=at + timedelta(hours=2), years=3)
    agreement = actions.accept_order(reference=first, actor=world.provider, at=at)

    def listed(side: Side = Side.BOUGHT, **how: Any) -> list[str]:
        trust = world.buyer.trust if side is Side.BOUGHT else world.provider.trust
        names = {"state", "text", "year"}
        narrowed = OrderFilter(side, **{name: how.pop(name) for name in names & set(how)})
        found = [each.reference for each in queries.list_orders(trust, narrowed, **how)]
        assert how or len(found) == queries.count_orders(trust, narrowed)
        return found

    assert listed() == [hidden, second, first]
    assert listed(Side.SOLD) == [second, first]
    assert listed(skip=1, most=1) == [second]
    assert listed(state=OrderState.AGREED) == [first]
    assert listed(year=2026) == [hidden, first]
    assert listed(year=2027) == [second]
    assert listed(text="big") == [hidden]
    assert listed(text="100%") == [first]
    assert listed(text=agreement) == [first]
    assert listed(text="northgate") == [hidden, second, first]
    assert listed(Side.SOLD, text="westbrook") == [second, first]
    assert listed(text="westbrook") == []
    assert listed(sort=OrderSort.START, descending=False) == [hidden, first, second]
    assert listed(sort=OrderSort.VALUE) == [hidden, first, second]
    assert listed(sort=OrderSort.TITLE, descending=False)[0] == hidden
    (line,) = queries.list_orders(world.provider.trust, OrderFilter(Side.SOLD, text=second))
    assert (line.other_trust, line.schools, line.year_net) == ("Westbrook Schools Trust", 1, Money(500_00))
    stranger = make_trust()
    assert queries.count_orders(stranger, OrderFilter(Side.BOUGHT)) == 0
    with pytest.raises(NotFound):
        queries.get_order(stranger, first)


def test_every_kind_of_writing_survives_an_order(world: World, at: datetime) -> None:
    welsh = "Gwasanaeth cyflogres — ŵ ŷ â 🎵 <b>“x”</b>"
    service = make_service(world.provider, title=welsh, basis=PriceBasis.PER_SCHOOL, phases=frozenset(Phase))
    order = queries.get_order(world.buyer.trust, place(world, service, note="ŵ" * 2000, po_number="ŷ" * 35))
    assert (order.title, len(order.note), order.po_number) == (welsh, 2000, "ŷ" * 35)
