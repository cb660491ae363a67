"""The trusts that offer what somebody may find: chosen, counted, known by name."""

from collections.abc import Iterable
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from app.search.grammar import name_words
from app.search.values import MOST_PROVIDERS, NOBODY
from app.search.whoosh_index.arrays import Arrays, Mask


class Providers:
    """The trusts of the `live` documents, each called as in the one of its listings that was written last.

    A listing whose trust is not told is nobody's: it is in no count, and no name finds it.
    """

    def __init__(self, arrays: Arrays, live: Mask) -> None:
        self._ranks = arrays.provider
        self._is_told = arrays.provider_ids != NOBODY
        self._codes = [str(provider) for provider in arrays.provider_ids.tolist()]
        here = np.flatnonzero(live)
        last = np.full(len(self._codes), -1)
        last[arrays.provider[here]] = here
        told = np.flatnonzero((last >= 0) & self._is_told).tolist()
        self.names = {self._codes[rank]: arrays.provider_name(int(last[rank])) for rank in told}
        self._places = np.zeros(len(self._codes), np.int64)
        self._places[sorted(told, key=self._by_name)] = np.arange(len(told))

    def offering(self, chosen: Iterable[str], name: str) -> Mask:
        """The documents of the trusts that are chosen and of those with a name like this."""
        words, known = name_words(name), {*chosen} & self.names.keys()
        wanted = known | {code for code, held in self._words.items() if words and _is_like(words, held)}
        is_wanted: NDArray[np.bool_] = np.array([code in wanted for code in self._codes], np.bool_)
        return is_wanted[self._ranks]

    def most(self, among: Mask, chosen: Iterable[str]) -> dict[str, int]:
        """How many of some documents the ten trusts with most of them offer, and each that is chosen."""
        counts = np.bincount(self._ranks[among], minlength=len(self._codes)) * self._is_told
        held = np.flatnonzero(counts)
        first = held[np.lexsort((self._places[held], -counts[held]))][:MOST_PROVIDERS]
        known = [self._codes.index(code) for code in chosen if code in self.names]
        return {self._codes[rank]: int(counts[rank]) for rank in (*first, *known)}

    @cached_property
    def _words(self) -> dict[str, tuple[str, ...]]:
        return {code: name_words(name) for code, name in self.names.items()}

    def _by_name(self, rank: int) -> tuple[str, int]:
        return self.names[self._codes[rank]].casefold(), rank


def _is_like(typed: tuple[str, ...], name: tuple[str, ...]) -> bool:
    """Whether each word typed begins a word of the name."""
    return all(any(word.startswith(part) for word in name) for part in typed)
