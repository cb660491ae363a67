"""The line under a result: its summary, or the part of its text where the words asked for stand."""

import re

from app.search.values import Piece
from app.search.whoosh_index.analysis import WORD, terms_of_word

LENGTH = 220
BEFORE = 60
WORDS = re.compile(WORD)


def snippet(summary: str, body: str, terms: frozenset[str]) -> tuple[Piece, ...]:
    """The summary with the matching words marked; a run of the body where only that has any of them."""
    if not terms:
        return (Piece(summary),)
    marked = _marked(summary, terms)
    if any(piece.is_match for piece in marked):
        return marked
    first = next((word.start() for word in WORDS.finditer(body) if _matches(word[0], terms)), None)
    return marked if first is None else _marked(_around(body, first), terms)


def _matches(word: str, terms: frozenset[str]) -> bool:
    return not terms.isdisjoint(terms_of_word(word))


def _marked(text: str, terms: frozenset[str]) -> tuple[Piece, ...]:
    pieces, done = [], 0
    for word in WORDS.finditer(text):
        if _matches(word[0], terms):
            pieces += [Piece(text[done : word.start()]), Piece(word[0], is_match=True)]
            done = word.end()
    pieces.append(Piece(text[done:]))
    return tuple(piece for piece in pieces if piece.text)


def _around(text: str, place: int) -> str:
    start = 0 if place <= BEFORE else text.find(" ", place - BEFORE, place) + 1 or place
    end = len(text) if len(text) - start <= LENGTH else text.rfind(" ", place, start + LENGTH)
    end = start + LENGTH if end <= place else end
    run = " ".join(text[start:end].split())
    return ("…" if start else "") + run + ("…" if end < len(text) else "")
