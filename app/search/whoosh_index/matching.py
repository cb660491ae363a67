"""Which listings answer what was typed, and how well: BM25F over the generation's arrays."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.search.grammar import parse
from app.search.whoosh_index.analysis import typed_terms
from app.search.whoosh_index.arrays import Mask
from app.search.whoosh_index.generation import Generation
from app.search.whoosh_index.schema import WEIGHTS

K1 = 1.2
B = 0.75
Scores = NDArray[np.float32]


@dataclass(frozen=True)
class Matched:
    """The listings that answer a text, the score of each, and how they came to.

    `relaxed`: no listing has all the words, so these have any. `terms` are those looked for.
    """

    mask: Mask
    scores: Scores
    relaxed: bool
    terms: frozenset[str]


def match(text: str, generation: Generation) -> Matched:
    """The listings that have all the words and phrases of a text; where none has, those that have any.

    No words at all are answered by every listing, and nothing but marks by none.
    """
    asked = parse(text)
    words = list(dict.fromkeys(typed_terms(" ".join(asked.words))))
    phrases = [terms for terms in map(typed_terms, asked.phrases) if terms]
    unwanted = [terms for terms in map(typed_terms, asked.without) if terms]
    found = [_with_word(word, generation) for word in words]
    found += [_with_phrase(terms, generation) for terms in phrases]
    terms = list(dict.fromkeys(words + [term for phrase in phrases for term in phrase]))
    mask, relaxed = _combined(found, generation, nothing_sought=not unwanted and bool(text.strip()))
    for unwanted_terms in unwanted:
        mask = mask & ~_with_phrase(unwanted_terms, generation)
    return Matched(mask, _scores(terms, generation), relaxed, frozenset(terms))


def _combined(found: list[Mask], generation: Generation, *, nothing_sought: bool) -> tuple[Mask, bool]:
    if not found:
        return (np.zeros_like(generation.live) if nothing_sought else generation.live), False
    every = np.logical_and.reduce(found)
    if every.any() or len(found) == 1:
        return every, False
    some = np.logical_or.reduce(found)
    return some, bool(some.any())


def _with_word(term: str, generation: Generation) -> Mask:
    mask = np.zeros_like(generation.live)
    for field in WEIGHTS:
        mask |= generation.holding(field, term)
    return mask


def _with_phrase(terms: list[str], generation: Generation) -> Mask:
    if len(terms) == 1:
        return _with_word(terms[0], generation)
    mask = np.zeros_like(generation.live)
    for field in WEIGHTS:
        starts = generation.places(field, terms[0])
        for offset, term in enumerate(terms[1:], 1):
            starts = np.intersect1d(starts, generation.places(field, term) - offset, assume_unique=True)
        mask |= generation.mask_of_places(starts)
    return mask


def _scores(terms: list[str], generation: Generation) -> Scores:
    scores: Scores = np.zeros(generation.size, np.float32)
    for term in terms:
        rarity = _rarity(int(_with_word(term, generation).sum()), generation.count)
        for field, weight in WEIGHTS.items():
            ids, counts = generation.postings(field, term)
            length = generation.norms[field][ids]
            scores[ids] += weight * rarity * counts * (K1 + 1) / (counts + K1 * (1 - B + B * length))
    return scores


def _rarity(holding: int, of: int) -> float:
    return float(np.log1p((of - holding + 0.5) / (holding + 0.5)))
