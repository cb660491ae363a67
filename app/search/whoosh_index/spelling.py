"""Did you mean: words that no listing has, spelled as the listings spell their like."""

import re
from difflib import get_close_matches

from app.search.grammar import tidy
from app.search.whoosh_index.analysis import WORD, plain_words, typed_terms
from app.search.whoosh_index.generation import Generation
from app.search.whoosh_index.schema import WEIGHTS

SHORTEST = 4
LONGEST = 30
LIKENESS = 0.75
MOST_PUT_RIGHT = 3
WORDS = re.compile(WORD)


def suggestion(text: str, generation: Generation) -> str:
    """The text with its unknown words put right, or nothing where all are known or none has its like.

    Only words of listings that whoever asks may find are ever suggested, and for three unknown words at most.
    """
    typed = tidy(text)
    unknown = [word for word in dict.fromkeys(WORDS.findall(typed)) if _is_unknown(word, generation)]
    if len(unknown) > MOST_PUT_RIGHT:
        return ""
    right = {word: _put_right(word, generation) for word in unknown}
    respelled = WORDS.sub(lambda word: right.get(word[0], word[0]), typed)
    return "" if respelled == typed else respelled


def _put_right(word: str, generation: Generation) -> str:
    plain = "".join(plain_words(word))
    like = [each for each in generation.words if abs(len(each) - len(plain)) <= 2 and not each.isdigit()]
    close = get_close_matches(plain, like, n=len(like) or 1, cutoff=LIKENESS)
    return next((each for each in close if generation.is_held("word", each)), word)


def _is_unknown(word: str, generation: Generation) -> bool:
    if not SHORTEST <= len(word) <= LONGEST or word.isdigit():
        return False
    return any(not any(generation.is_held(field, term) for field in WEIGHTS) for term in typed_terms(word))
