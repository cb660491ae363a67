"""What waits for a trust's HR leads, in numbers."""

from dataclasses import dataclass


@dataclass(frozen=True)
class DeskCounts:
    """How many secondments and interests wait for a trust, and how many end within eight weeks."""

    to_answer: int
    to_sign: int
    to_check: int
    to_see_arrive: int
    ending: int
