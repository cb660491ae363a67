"""What a contract is for, in words, and whether a search may be after it."""

from app.contracts.values import Suggestion
from app.kernel.cpv import title_of
from app.listings.categories import categories, label_of

SHORTEST_WORD = 3
STEM = 5


def thing_of(category: str | None, cpv: str | None) -> str:
    """What a contract is for: the name of its category, else the title of its CPV code; empty where it has neither."""
    if category and category in categories():
        return categories()[category].name
    return title_of(cpv) if cpv else ""


def cpv_words(cpv: str | None) -> str:
    """A code and its title: "09310000-5 Electricity"; empty where there is none."""
    return f"{cpv} {title_of(cpv)}" if cpv else ""


def answers(text: str, suggestion: Suggestion) -> bool:
    """Whether a search in these words may be after what a suggestion is for.

    Each word of three letters or more has to begin like one of its title, its category or what it is for; endings
    are let go, so that "cleaners" finds cleaning.
    """
    label = label_of(suggestion.category) if suggestion.category else ""
    known = _words(f"{suggestion.title} {suggestion.what} {label}")
    asked = _words(text)
    return bool(asked) and all(any(each.startswith(word[:STEM]) for each in known) for word in asked)


def _words(text: str) -> set[str]:
    plain = "".join(each if each.isalnum() else " " for each in text.casefold())
    return {each for each in plain.split() if len(each) >= SHORTEST_WORD}
