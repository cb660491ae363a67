"""The words of moving a round on: what its rules look at."""

from dataclasses import dataclass
from datetime import date

from app.procurement.values.rounds import Stage, Timetable


@dataclass(frozen=True)
class StageFacts:
    """All that decides whether a round may move, on a London day.

    `committed` counts trusts that are bound, `undecided` those whose commitment waits for an approval or a signature.
    `law` is what the law's arithmetic has against going out, empty where it has nothing. `awarded` counts lots with
    an award. `standstill_until` is its last day, None before one has begun; `contract_end` None while it is not known.
    """

    stage: Stage
    today: date
    timetable: Timetable
    start_date: date | None
    contract_end: date | None
    committed: int = 0
    undecided: int = 0
    law: str = ""
    lots: int = 1
    awarded: int = 0
    must_stand_still: bool = False
    standstill_until: date | None = None
