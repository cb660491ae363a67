"""The code by which anyone checks a certificate."""

import re

LETTERS = "BCDFGHJKMNPQRSTVWXZ"
LENGTH = 12
GROUP = 4
NOT_A_LETTER = re.compile(r"[^A-Z]")
LONGEST_CODE = 40


def grouped(letters: str) -> str:
    """The letters of a code as they are read out: BCDF-GHJK-MNPQ."""
    return "-".join(letters[start : start + GROUP] for start in range(0, len(letters), GROUP))


def read_code(typed: str) -> str:
    """A code as somebody typed it, as it is kept: in capitals, in groups, without spaces; nonsense stays nonsense."""
    return grouped(NOT_A_LETTER.sub("", typed[:LONGEST_CODE].upper()))
