"""How long the law makes a buyer wait: the standstill before signing, and the time for tenders.

Its figures are in periods.toml beside this file, each from a day on.
"""

import tomllib
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from app.approvals.values import BuyingRoute, ExemptionGround, PurchaseKind
from app.kernel.working_days import UNITED_KINGDOM, is_working_day

TENDERED = frozenset({BuyingRoute.OPEN_PROCEDURE, BuyingRoute.DYNAMIC_MARKET})
WITHOUT_STANDSTILL = frozenset({BuyingRoute.FRAMEWORK, BuyingRoute.DYNAMIC_MARKET})
AWARDED_AT_ONCE = frozenset({ExemptionGround.URGENCY, ExemptionGround.USER_CHOICE})


def standstill_ends(published: date) -> date:
    """The last day of the mandatory standstill after a contract award notice published on a day: eight working days.

    The day of publication is the first of them where it is one; bank holidays of any part of the United Kingdom do
    not count. The contract may be signed from the day after. A voluntary standstill is never shorter. Raises
    ValueError for a day before the Act. Source: Procurement Act 2023 section 51(2) and (5), section 123.
    """
    left = _in_force("standstill", published)["working_days"]
    day = published
    while True:
        left -= is_working_day(day, nations=UNITED_KINGDOM)
        if not left:
            return day
        day += timedelta(days=1)


def needs_standstill(
    route: BuyingRoute, kind: PurchaseKind, *, is_above: bool, ground: ExemptionGround | None = None
) -> bool:
    """Whether a contract waits for the mandatory standstill; where it does not, one may be set in the award notice.

    Not below the threshold, nor for a call-off from a framework, a dynamic market, light touch services, or a
    contract that is exempted or awarded directly for urgency or by a user's choice (`ground`).
    Source: Procurement Act 2023 sections 50(6) and 51(3).
    """
    if not is_above or kind is PurchaseKind.LIGHT_TOUCH or route in WITHOUT_STANDSTILL:
        return False
    return ground is None or not (ground.is_exempted or ground in AWARDED_AT_ONCE)


def least_tender_days(
    route: BuyingRoute,
    kind: PurchaseKind,
    *,
    on: date,
    is_above: bool,
    electronic: bool = True,
    complete: bool = True,
    planned_notice: bool = False,
    urgent: bool = False,
) -> int:
    """The fewest calendar days that suppliers have to tender after a notice published `on` a day; 0 where none is set.

    `electronic`: tenders may be sent electronically. `complete`: every document goes out with the notice.
    `planned_notice`: a qualifying planned procurement notice came before. `urgent`: longer would be impractical.
    Raises ValueError for a day before the Act. Source: Procurement Act 2023 section 54(4).
    """
    days = _in_force("tendering", on)
    if not is_above or route not in TENDERED:
        return 0
    if electronic and complete:
        least = "electronic_and_complete"
    else:
        least = "electronic_or_complete" if electronic or complete else "otherwise"
    applies = {
        "light_touch": kind is PurchaseKind.LIGHT_TOUCH,
        "dynamic_market": route is BuyingRoute.DYNAMIC_MARKET,
        "planned_notice": planned_notice,
        "urgent": urgent,
        least: True,
    }
    return min(int(days[name]) for name, does in applies.items() if does)


@cache
def _periods() -> dict[str, list[dict[str, Any]]]:
    data = tomllib.loads((Path(__file__).parent / "periods.toml").read_text())
    return {name: sorted(rows, key=lambda row: row["from"]) for name, rows in data.items()}


def _in_force(name: str, day: date) -> dict[str, Any]:
    in_force = [row for row in _periods()[name] if row["from"] <= day]
    if not in_force:
        raise ValueError(f"no {name} period is held for {day}")
    return in_force[-1]
