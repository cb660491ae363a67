"""The Common Procurement Vocabulary: what is bought, as a code of eight digits and a check digit, "09310000-5".

Source: Regulation (EC) No 213/2008; the codes and their English titles are in cpv_2008.csv beside this file. A code
names its division by two digits, its group by three, its class by four; the more zeros it ends in, the more general.
"""

import csv
import re
import unicodedata
from array import array
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from heapq import nsmallest
from itertools import groupby, islice, takewhile
from pathlib import Path

VOCABULARY = Path(__file__).parent / "cpv_2008.csv"
CODE = re.compile(r"(?P<number>[0-9]{8})(?:-(?P<check>[0-9]))?(?: (?P<title>.+))?", re.ASCII)
START = re.compile(r"[0-9]{1,8}|[0-9]{8}-[0-9]?", re.ASCII)
WORD = re.compile(r"[a-z0-9]+")
SMALL_WORDS = frozenset(("a", "an", "and", "for", "in", "of", "on", "or", "other", "our", "the", "to", "with"))
LONGEST_ASKED = 100
LONGEST_TITLE = 300
SHORT_WORD = 4
MOST_WORDS = 8
MOST_FOUND = 12
EXAMPLE = "like 09310000-5, or words that say what is bought, like electricity"


@dataclass(frozen=True, slots=True)
class CpvCode:
    """One code of the vocabulary with its check digit, and its title; as text "09310000-5 Electricity"."""

    code: str
    title: str

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


def is_code(text: str) -> bool:
    """Whether this is a code of the vocabulary exactly as it is kept: eight digits, a hyphen and its check digit."""
    known = _held().by_number.get(text[:8])
    return known is not None and known.code == text


def title_of(code: str) -> str:
    """The English title of a code with its check digit. Raises KeyError for none of the vocabulary."""
    if not is_code(code):
        raise KeyError(code)
    return _held().by_number[code[:8]].title


def division_of(code: str) -> str:
    """The two digits of a code's division, "09", as DIVISIONS lists them."""
    return code[:2]


def class_of(code: str) -> str:
    """The four digits of a code's class, "0931": codes that share them buy the like."""
    return code[:4]


def find(text: str, most: int = MOST_FOUND) -> list[CpvCode]:
    """The codes that what was typed may mean, at most so many, the more general first.

    Digits are the start of a code, check digit or none. Words are those of a title, whole or begun, singular or
    plural, in any order, accents and small words aside; a title made of just those words comes first, and of words
    under four letters those that are whole. Where no title has all the words, those with the most of them are given.
    """
    tidy = " ".join(text[:LONGEST_ASKED].split())
    held = _held()
    start = tidy.replace(" ", "")
    if START.fullmatch(start):
        return [code for code in held.codes if code.code.startswith(start)][:most]
    words = [word for word in _words(tidy)[:MOST_WORDS] if held.knows(word)]
    return [held.codes[place] for place in held.places_of(words, most)]


def typed(text: str) -> CpvCode:
    """The one code that was typed: "09310000-5", "09310000", "09310000-5 Electricity" or a title, "electricity".

    Raises ValueError, which says what to enter, for anything else, a title that two codes share included.
    """
    tidy = " ".join(text.split())
    match = CODE.fullmatch(tidy)
    named = _named(match) if match else _titled(tidy)
    if named is None:
        raise ValueError(f"Enter a CPV code, {EXAMPLE}")
    return named


def _named(match: re.Match[str]) -> CpvCode | None:
    code = _held().by_number.get(match["number"])
    if code is None or match["check"] not in (None, code.code[-1]):
        return None
    return code if match["title"] in (None, code.title) else None


def _titled(text: str) -> CpvCode | None:
    titled = [_held().codes[place] for place in _held().titled(_words(text[:LONGEST_TITLE]))]
    return titled[0] if len(titled) == 1 else None


class _Vocabulary:
    """The codes, the more general first, so that a code's place is also its rank; and where each word occurs."""

    def __init__(self, codes: Iterable[CpvCode]) -> None:
        self.codes = sorted(codes, key=lambda each: (len(each.code[:8].rstrip("0")), each.code))
        self.by_number = {each.code[:8]: each for each in self.codes}
        self._lengths = array("B")
        self._places: dict[str, array[int]] = {}
        for place, each in enumerate(self.codes):
            words = _words(each.title)
            self._lengths.append(len(words))
            for word in words:
                self._places.setdefault(word, array("H")).append(place)
        self._words = sorted(self._places)
        self._alike: dict[str, list[str]] = {}
        for word in self._words:
            self._alike.setdefault(_stem(word), []).append(word)

    def titled(self, words: list[str]) -> set[int]:
        """The places of the titles made of just these words, in any order, singular or plural."""
        whole = [self._at(self._alike.get(_stem(word), ())) for word in words]
        both = set.intersection(*whole) if whole else set()
        return {place for place in both if self._lengths[place] == len(words)}

    def places_of(self, words: list[str], most: int) -> list[int]:
        """The places of the codes that have the most of these words, best first."""
        had: dict[int, int] = {}
        begun: dict[int, int] = {}
        for word in words:
            whole, started = self._at(self._alike.get(_stem(word), ())), self._at(self._begun(word))
            for place in whole | started:
                had[place] = had.get(place, 0) + 1
                begun[place] = begun.get(place, 0) + (len(word) < SHORT_WORD and place not in whole)
        best, same = max(had.values(), default=0), self.titled(words)
        left = [place for place, count in had.items() if count == best]
        return nsmallest(most, left, key=lambda place: (place not in same, begun[place], place))

    def knows(self, word: str) -> bool:
        """Whether a title has this word, whole or begun."""
        return _stem(word) in self._alike or bool(self._begun(word))

    def _begun(self, word: str) -> list[str]:
        """The words that start with this one; one letter starts none."""
        first = bisect_left(self._words, word)
        rest = takewhile(lambda known: known.startswith(word), islice(self._words, first, None))
        return list(rest) if len(word) > 1 else []

    def _at(self, words: Iterable[str]) -> set[int]:
        return set().union(*(self._places[word] for word in words))


def _words(text: str) -> list[str]:
    """The words that tell, each once, without accents, apostrophes and what stands between them."""
    plain = unicodedata.normalize("NFKD", text.replace("'", "")).encode("ascii", "ignore").decode().lower()
    return list(dict.fromkeys(word for word in WORD.findall(plain) if word not in SMALL_WORDS))


def _stem(word: str) -> str:
    """A word in the singular, near enough: both sides of a comparison go through here."""
    if len(word) < SHORT_WORD or not word.endswith("s") or word.endswith("ss"):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-2] if word.endswith(("sses", "xes", "ches", "shes")) else word[:-1]


def _rows(lines: Iterable[str]) -> list[CpvCode]:
    return [CpvCode(*row) for row in csv.reader(lines)]


def _lines() -> list[str]:
    return [line for line in VOCABULARY.read_text("utf-8").splitlines() if line[:1].isdigit()]


@cache
def _held() -> _Vocabulary:
    return _Vocabulary(_rows(_lines()))


def _first_of_each(lines: Iterable[str]) -> list[str]:
    return [next(alike) for _, alike in groupby(lines, key=division_of)]


DIVISIONS = tuple((division_of(each.code), each.title) for each in _rows(_first_of_each(_lines())))
"""Every division's two digits and title, in the order of the vocabulary."""
