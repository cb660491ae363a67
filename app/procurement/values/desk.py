"""How much of joint rounds waits for a trust."""

from dataclasses import dataclass


@dataclass(frozen=True)
class DeskCounts:
    """What waits for a trust's procurement leads.

    `to_want` are rounds that gather demand and to which it said nothing yet, `to_commit` those that it may still
    commit to and has not asked to, `to_move` its own that only its lead can move on, and may today.
    """

    invited: int
    to_want: int
    to_commit: int
    to_move: int
