"""How the tests of joining fill in its pages and read its answers."""

import csv
import re
from collections.abc import Callable
from datetime import date
from io import StringIO
from typing import Any

from app.kernel.database import transaction
from app.procurement.demand_sheet import COLUMNS
from app.procurement.queries.demand import own_demand
from app.procurement.queries.participations import find_participation
from app.procurement.values import DemandTyped, RoundValue
from tests.police import PoliceClient
from tests.procurement.makers import World, make_round

SignIn = Callable[[str], PoliceClient]
WESTBROOK, LEAD, EASTON = "buying@westbrook.example", "buying@northgate.example", "buying@easton.example"
HEADINGS = [each.heading for each in COLUMNS]


def make(world: World, **changes: Any) -> RoundValue:
    with transaction():
        return make_round(world, **changes)


def saved(held: RoundValue, trust_id: int) -> list[DemandTyped]:
    with transaction():
        own = find_participation(held.id, trust_id)
        return own_demand(own.id) if own else []


def value_of(page: str, name: str) -> str:
    """What a hidden field of a page carries."""
    found = re.search(rf'<input[^>]*name="{name}"[^>]*value="([^"]*)"', page)
    assert found, name
    return found[1]


def rows_of(answer: Any) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(answer.text.lstrip("\ufeff"))))


def typed_day(name: str, when: date) -> dict[str, str]:
    return {f"{name}-day": str(when.day), f"{name}-month": str(when.month), f"{name}-year": str(when.year)}


def words(answer: Any) -> str:
    return " ".join(answer.text.split())
