"""What browsers send, and what is there for them to find."""

import re
from collections.abc import Callable
from typing import Any

from app.kernel.database import transaction
from tests.police import PoliceClient
from tests.services.makers import World, make_order, make_service

SignIn = Callable[[str], PoliceClient]
SEEN = re.compile(r'name="seen"[^>]*value="([^"]+)"')


def service(world: World, **changes: Any) -> str:
    with transaction():
        return make_service(world.provider, **changes)


def order(world: World, **changes: Any) -> str:
    with transaction():
        return make_order(world, **changes)


FILLED: dict[str, Any] = {
    "title": "Payroll bureau",
    "summary": "A full payroll service",
    "description": "We run payroll.",
    "category": "payroll",
    "phases": ["primary"],
    "regions": ["all"],
    "basis": "per_pupil",
    "base": "250",
    "per_pupil": "4.50",
    "vat_treatment": "standard",
    "vat_reason": "Administrative",
    "notice_months": "3",
}


def chosen(world: World, **changes: Any) -> dict[str, Any]:
    fields = {
        "schools": [str(number) for number in world.schools],
        "start_date-day": "4",
        "start_date-month": "1",
        "start_date-year": "2027",
        "years": "1",
        "po_number": "PO-77",
        "note": "Call Bea",
    }
    return {**fields, **changes}


def check(buyer: PoliceClient, world: World, reference: str, **changes: Any) -> str:
    sent = buyer.submit(f"/services/{reference}/order", **chosen(world, **changes))
    assert sent.status_code == 303, sent.text
    return sent.location
