"""What the lead trust can do next to take its round on."""

from datetime import date

from app.approvals.rules.routes import NEED_AN_EXEMPTION
from app.procurement.queries.law import exemptions_of, meaning_for
from app.procurement.queries.missing import missing
from app.procurement.queries.stages import facts_of
from app.procurement.rules.lead_steps import lead_steps
from app.procurement.rules.next_steps import NextStep
from app.procurement.values import RoundValue, Stage

LED = (Stage.EVALUATION, Stage.AWARDED)
"""Stages past gathering that wait for the lead; the others wait for a day."""


def lead_steps_of(held: RoundValue, today: date) -> list[NextStep]:
    """What the lead of a published round can do for it today, the most pressing first. Nothing is asked in vain: the
    law only by a route that may need an exemption."""
    if held.stage in LED:
        return lead_steps(held, facts_of(held, today))
    if held.stage is None or not held.stage.is_gathering:
        return []
    facts, waited = facts_of(held, today), missing(held)
    if held.route not in NEED_AN_EXEMPTION:
        return lead_steps(held, facts, missing=waited)
    meaning, exemptions = meaning_for(held, today), exemptions_of(held.id)
    return lead_steps(held, facts, missing=waited, meaning=meaning, exemptions=exemptions)
