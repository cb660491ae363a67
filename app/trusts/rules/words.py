"""The words by which a trust or school is found, alike for what is stored and what is typed."""

import re
import unicodedata
from collections.abc import Iterable

OUTWARD = re.compile(r"[a-z]{1,2}[0-9][a-z0-9]?")
SAME_WORD = {"saint": "st"}


def words_of(text: str) -> list[str]:
    """The words of a text, small, without accents, apostrophes or full stops; "&" is "and"."""
    plain = unicodedata.normalize("NFKD", text.replace("&", " and ")).casefold()
    plain = re.sub(r"[\u0300-\u036f'’‘`.]", "", plain)
    return [SAME_WORD.get(word, word) for word in re.findall(r"[a-z0-9]+", plain)]


def searchable(names: Iterable[str], *, identifiers: Iterable[str] = (), postcode: str = "") -> str:
    """The text in which words are looked for: each word with a space on either side.

    Hyphenated names are there in parts and whole, the postcode with and without its space.
    """
    found: dict[str, None] = {}
    for name in names:
        found.update(dict.fromkeys(words_of(name)))
        found.update(dict.fromkeys("".join(words_of(each)) for each in re.findall(r"\S+-\S+", name)))
    for identifier in identifiers:
        found.update(dict.fromkeys(words_of(identifier)))
    found.update(dict.fromkeys([*words_of(postcode), "".join(words_of(postcode))]))
    return " " + " ".join(word for word in found if word) + " "


def sortable(name: str) -> str:
    """What a list of names is ordered by: its words, without a leading "the"."""
    words = words_of(name)
    return " ".join(words[1:] if words[:1] == ["the"] and len(words) > 1 else words)


def needle(word: str) -> str:
    """What to look for in a searchable text: the beginning of a word, or the whole of an outward postcode."""
    return f" {word} " if OUTWARD.fullmatch(word) else f" {word}"
