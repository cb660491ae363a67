"""How text becomes the terms of the index: stock parts of Whoosh, told of the words of schools."""

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from whoosh.analysis.acore import Token
from whoosh.analysis.filters import LowercaseFilter, StopFilter
from whoosh.analysis.morph import StemFilter
from whoosh.analysis.tokenizers import RegexTokenizer
from whoosh.lang.porter import stem as porter

WORDS_FILE = Path(__file__).parent / "words.toml"
_words = tomllib.loads(WORDS_FILE.read_text())
_stems: dict[str, str] = _words["stems"]
_common = frozenset(_words["common"])
_written = [(re.compile(row["written"]), row["means"]) for row in _words["read"]]
_typed = [(re.compile(row.get("typed", row["written"])), row["means"]) for row in _words["read"]]
WORD = r"[^\W_]+"
POSSESSIVE = re.compile(r"['’]s\b")


def _plain(text: str) -> str:
    if text.isascii():
        return POSSESSIVE.sub("", text)
    decomposed = unicodedata.normalize("NFKD", text)
    return POSSESSIVE.sub("", "".join(each for each in decomposed if not unicodedata.combining(each)))


def _read(text: str, forms: list[tuple[re.Pattern[str], str]]) -> str:
    for form, means in forms:
        text = form.sub(means, text)
    return text


def _stem(word: str) -> str:
    return _stems.get(word) or str(porter(word))  # type: ignore[no-untyped-call]


class ListingTokenizer(RegexTokenizer):
    """Whoosh's tokenizer after the forms of words.toml have been read as what they mean."""

    def __call__(self, value: str, *args: Any, **options: Any) -> Iterator[Token]:
        """The words of a listing's text."""
        tokens: Iterator[Token] = super().__call__(_read(_plain(value), _written), *args, **options)
        return tokens


_stemming: Any = StemFilter
_words_of = RegexTokenizer(WORD) | LowercaseFilter()
_terms_of = _words_of | StopFilter(stoplist=_common, minsize=1) | _stemming(_stem)
ANALYSER = ListingTokenizer(WORD) | LowercaseFilter() | StopFilter(stoplist=_common, minsize=1) | _stemming(_stem)
"""The analyser of the index's text fields."""


def typed_terms(text: str) -> list[str]:
    """The terms of what a person typed, in order, each as often as it was typed."""
    return [token.text for token in _terms_of(_read(_plain(text), _typed))]


@lru_cache(maxsize=20_000)
def terms_of_word(word: str) -> tuple[str, ...]:
    """The terms that one word of a listing's text is indexed under."""
    return tuple(token.text for token in ANALYSER(word))


def plain_words(text: str) -> list[str]:
    """Words as they are spelled, lower-case and without accents: what spelling is put right by."""
    return [token.text for token in _words_of(_plain(text))]
