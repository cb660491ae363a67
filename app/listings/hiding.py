"""The board of listings that are not for everybody, each kind's own: filled by the floors above."""

from collections.abc import Callable

from sqlalchemy import Select

from app.kernel.actor import Actor

Unseen = Callable[[Actor | None], Select[int]]
_unseen: dict[str, Unseen] = {}


def hide(kind: str, unseen: Unseen) -> None:
    """Have `unseen(reader)` choose the ids of listings of a kind that a reader may not find; None is a visitor."""
    _unseen[kind] = unseen


def unseen_by(reader: Actor | None) -> list[Select[int]]:
    """What chooses the ids of listings that a reader may not find, whatever their kind."""
    return [unseen(reader) for unseen in _unseen.values()]
