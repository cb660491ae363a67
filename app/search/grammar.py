"""What a person may type into the search box: words, "exact phrases", and -words to leave out.

Everything else is plain text: there are no operators, fields or wildcards to get wrong.
"""

import re
import unicodedata
from dataclasses import dataclass

MOST_LETTERS = 300
MOST_WORDS = 20
QUOTES = str.maketrans("“”„«»", '"""""')
PART = re.compile(r'(?P<minus>(?<!\S)-)?(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))')
UNPRINTABLE = {"Cc", "Cs", "Co", "Cn"}
APOSTROPHES = str.maketrans("", "", "'’‘`")
LETTERS = re.compile(r"[^\W_]+")
JOINING = {"and", "the"}


@dataclass(frozen=True)
class Asked:
    """What was typed, in its parts: words that must be there, phrases, and either to leave out."""

    words: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    """Words and phrases alike: what is left out is left out as a phrase."""


def tidy(text: str) -> str:
    """Text as it may be shown again: composed, one line, no control characters, at most 300 letters."""
    composed = unicodedata.normalize("NFC", text[: MOST_LETTERS * 4])
    printable = "".join(" " if unicodedata.category(each) in UNPRINTABLE else each for each in composed)
    return " ".join(printable.split())[:MOST_LETTERS].rstrip()


def parse(text: str) -> Asked:
    """The parts of what was typed, at most 20 of them. No text is an error."""
    words, phrases, without = [], [], []
    for part in list(PART.finditer(tidy(text).translate(QUOTES)))[:MOST_WORDS]:
        said = part["word"] or part["phrase"] or ""
        if part["minus"]:
            without.append(said)
        elif part["word"] is not None:
            words.append(said)
        else:
            phrases.append(said)
    return Asked(tuple(words), tuple(phrases), tuple(without))


def name_words(name: str) -> tuple[str, ...]:
    """The words that a name is known by: no accents, apostrophes, "and" or "the", in small letters."""
    decomposed = unicodedata.normalize("NFKD", name.translate(APOSTROPHES))
    plain = "".join(each for each in decomposed if not unicodedata.combining(each)).casefold()
    return tuple(word for word in LETTERS.findall(plain) if word not in JOINING)
