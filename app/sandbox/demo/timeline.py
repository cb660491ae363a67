"""Plays many small steps in the order of their moments; those of one moment together, which is quicker."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from app.sandbox.demo.stage import Stage

Step = Callable[[datetime], object]


@dataclass
class Timeline:
    """Steps that wait for their moments. Those of one moment are played as they were added, in one transaction."""

    stage: Stage
    _waiting: list[tuple[datetime, int, Step]] = field(default_factory=list)
    _added: int = 0

    def add(self, at: datetime, step: Step) -> None:
        """Have a step played at a moment, or now where that is still to come."""
        self._waiting.append((min(at, self.stage.now), self._added, step))
        self._added += 1

    def play_until(self, at: datetime) -> None:
        """Play every step whose moment has come at a moment, and those that these add."""
        while due := sorted(each for each in self._waiting if each[0] <= at):
            first = due[0][0]
            together = [each for each in due if each[0] == first]
            self._waiting = [each for each in self._waiting if each not in together]
            self.stage.play(first, lambda moment, together=together: [step(moment) for _, _, step in together])  # type: ignore[misc]
