"""Which listings may be flagged to the operator of the site, and how they answer."""

from collections.abc import Collection, Iterable

from app.kernel.errors import Refused
from app.listings.values import FlagOutcome, FlagValue

LONGEST_NOTE = 1_000
LONGEST_WORDS = 80
MOST_WORDS = 10


class AlreadyLooked(Refused):
    """Another operator was quicker."""

    def __init__(self) -> None:
        super().__init__("Another operator has looked at this listing already, or its trust closed it.")


class ChangedMeanwhile(Refused):
    """The listing is not the one that the operator read."""

    def __init__(self) -> None:
        super().__init__("The trust changed this listing while you had it open. Read it again, then decide.")


class NoteNeeded(Refused):
    """A trust whose listing is taken down is told why."""

    def __init__(self) -> None:
        super().__init__("Enter why you take it down: the trust will read it", field="note")


def kept_words(words: Iterable[str]) -> tuple[str, ...]:
    """What was found, each part once in whatever case and cut at 80 characters; ten of them at most."""
    parts: dict[str, str] = {}
    for each in words:
        part = " ".join(each.split())
        part = part if len(part) <= LONGEST_WORDS else f"{part[: LONGEST_WORDS - 1].rstrip()}…"
        if part:
            parts.setdefault(part.casefold(), part)
    return tuple(parts.values())[:MOST_WORDS]


def is_settled(words: Collection[str], earlier: Iterable[FlagValue]) -> bool:
    """Whether the operator has let all of these words stand before, in flags of the same reason."""
    stood = {word.casefold() for flag in earlier if flag.outcome is FlagOutcome.STANDS for word in flag.words}
    return bool(words) and all(word.casefold() in stood for word in words)


def check_decision(outcome: FlagOutcome, note: str) -> None:
    """Raises NoteNeeded for a listing that is taken down without saying why, or Refused for too long a note."""
    if len(note) > LONGEST_NOTE:
        raise Refused(f"Enter a note of {LONGEST_NOTE:,} characters or fewer", field="note")
    if outcome is FlagOutcome.TAKEN_DOWN and not note:
        raise NoteNeeded


def check_unchanged(version: int, seen: int) -> None:
    """Raises ChangedMeanwhile unless a listing's version is the one that was read."""
    if version != seen:
        raise ChangedMeanwhile
