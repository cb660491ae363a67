"""The board of ideas: what domains above have to say to somebody whose search found nothing."""

from collections.abc import Callable
from datetime import datetime

from app.kernel.actor import Actor
from app.search.values import Idea

Suggest = Callable[[str, Actor | None, datetime], list[Idea]]


class Ideas:
    """Who is asked for ideas beneath "Nothing found", and nowhere else, in the order in which they were pinned."""

    def __init__(self) -> None:
        self._asked: dict[str, Suggest] = {}

    def add(self, suggest: Suggest) -> None:
        """Have `suggest(text, actor, at)` asked whenever a search finds nothing; pinned twice it is asked once.

        The text is empty where only filters were chosen; the actor is None for a visitor. It reads in the
        transaction of the request.
        """
        self._asked[f"{suggest.__module__}.{suggest.__qualname__}"] = suggest

    def remove(self, suggest: Suggest) -> None:
        """Ask it no more."""
        self._asked.pop(f"{suggest.__module__}.{suggest.__qualname__}", None)

    def about(self, text: str, actor: Actor | None, at: datetime) -> list[Idea]:
        """What everybody asked has to say about a text, at a time in UTC."""
        return [idea for suggest in self._asked.values() for idea in suggest(text, actor, at)]


ideas = Ideas()
