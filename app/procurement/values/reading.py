"""How somebody stands to a round, and so what of it they may know."""

from enum import IntEnum


class Reading(IntEnum):
    """How somebody who reads a round stands to it; each knows all that those before it know.

    OTHER_TRUST acts for a trust that has no part in it, INVITED for one that the lead invited, PARTICIPANT for one
    that takes part, the lead trust's own people included. LEAD runs it: a procurement lead of the lead trust.
    """

    VISITOR = 0
    OTHER_TRUST = 1
    INVITED = 2
    PARTICIPANT = 3
    LEAD = 4

    @property
    def is_inside(self) -> bool:
        """Whether they know which trusts take part and how much each wants."""
        return self >= Reading.PARTICIPANT
