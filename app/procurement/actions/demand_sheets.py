"""Taking a trust's demand from a spreadsheet: all of it, or nothing."""

from datetime import datetime

from app.kernel.actor import Actor
from app.kernel.clock import london_date
from app.kernel.sheets import CellFault
from app.procurement.actions.joining import set_demand
from app.procurement.demand_sheet import HEADINGS, SheetFaulty, SheetRead, read_demand
from app.procurement.queries.rounds import check_may_read, get_round
from app.procurement.rules.demand import demand_faults
from app.procurement.values import RoundValue
from app.trusts import queries as trusts

MOST_FAULTS = 100


def take_sheet(*, reference: str, content: bytes, version: int, actor: Actor, at: datetime) -> int:
    """Have the actor's trust want what a sheet says and nothing else; returns how many rows that were.

    `version` is that of the demand which the person had before them. Raises SheetRefused for a file that is no such
    sheet, SheetFaulty with its bad cells, and whatever `set_demand` raises.
    """
    held, today = get_round(reference), london_date(at)
    check_may_read(held, actor)
    schools = trusts.list_schools(actor.trust, today)
    read = read_demand(content, held, schools)
    found = [*read.faults, *_broken_rules(read, held, [each.id for each in schools], at)]
    if found:
        raise SheetFaulty(found[:MOST_FAULTS], read.sheet.more_faults + max(0, len(found) - MOST_FAULTS))
    set_demand(reference=reference, lines=read.lines, version=version, actor=actor, at=at)
    return len(read.lines)


def _broken_rules(read: SheetRead, held: RoundValue, own_schools: list[int], at: datetime) -> list[CellFault]:
    """What the rules of demand have against the rows that could be read, each at its cell."""
    faults = demand_faults(held, read.lines, own_schools=own_schools, today=london_date(at))
    return [read.sheet.fault(read.rows[each.place], HEADINGS[each.field or "school"], each.message) for each in faults]
