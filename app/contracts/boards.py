"""The board of the trades that feed the register: each says what is in force, so that the register can be repaired."""

from collections.abc import Callable, Iterable
from datetime import datetime

from app.contracts.values import Binding

BindingsOf = Callable[[datetime], Iterable[Binding]]


class Sources:
    """For each trade the bindings of everything in force or to start, as it knows them now; filled by `register()`.

    What a trade has ended or cancelled is not among them.
    """

    def __init__(self) -> None:
        self._sources: dict[str, BindingsOf] = {}

    def add(self, name: str, bindings: BindingsOf) -> None:
        """Pin a trade by its name."""
        self._sources[name] = bindings

    def gather(self, at: datetime) -> list[Binding]:
        """What every trade says, in the order of the trades' names."""
        return [each for name in sorted(self._sources) for each in self._sources[name](at)]


sources = Sources()
