"""The words of what the next version of an agreement would hold."""

from dataclasses import dataclass

from app.secondments.values.agreements import Terms
from app.secondments.values.recharge import Pay


@dataclass(frozen=True)
class DraftValue:
    """What the next version would hold: its own where something is being changed, else what is in force.

    `number` rises with each change: whoever changes it hands in the one they had before them.
    """

    terms: Terms
    pay: Pay
    number: int
