"""Names that the register shouts, in sensible case. A name with a small letter in it is left as it is."""

import re
import tomllib
from pathlib import Path

_WORDS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text())
SMALL, CAPITALS, ONSETS = (frozenset(_WORDS[name].split()) for name in ("small", "capitals", "onsets"))
WRITTEN: dict[str, str] = _WORDS["written"]
ROMAN = re.compile(r"(?=[IVX]{2,}$)X{0,3}(?:IX|IV|V?I{0,3})")
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*['’]?", re.UNICODE)
INITIALS = re.compile(r"(?:[A-Z]\.)+[A-Z]")
BRAND = re.compile(r"[A-Z]-[A-Z]{2,4}|[A-Z]{1,4}&[A-Z]{1,4}")
STARTS = re.compile(r"(?:^|[(:]\s*|\s[-–]\s)$")


def sensible_case(name: str) -> str:
    """A name as its trust would write it: "ABBEY ACADEMIES TRUST" becomes "Abbey Academies Trust".

    Initials and acronyms stay ("HCAT", "E-ACT", "R.C."), as do Roman numerals. Runs of spaces become one.
    """
    name = re.sub(r"\s+", " ", name).strip()
    if any(letter.islower() for letter in name):
        return name
    if re.fullmatch(r"[A-Z]{2,5}", name):
        return name
    chunks = name.split(" ")
    initials = "".join(chunk[0] for chunk in chunks if chunk.casefold() not in SMALL)
    return " ".join(_chunk(chunk, " ".join(chunks[:at]), initials) for at, chunk in enumerate(chunks))


def _chunk(chunk: str, before: str, initials: str) -> str:
    bare = chunk.strip("(),.:;&")
    if BRAND.fullmatch(bare) or INITIALS.fullmatch(bare):
        return chunk
    if chunk.startswith("(") and chunk.endswith(")") and len(bare) > 1 and initials.startswith(bare):
        return chunk
    return WORD.sub(lambda match: _word(match[0], _lead(before, chunk[: match.start()]), chunk[match.end() :]), chunk)


def _lead(before: str, inside: str) -> str:
    return f"{before} {inside}" if before else inside


def _word(word: str, lead: str, after: str) -> str:
    at_start = bool(STARTS.search(lead)) or not lead
    joined = lead.endswith("-") or after.startswith("-")
    apart = lead[-1:] in "( -" and after[:1] in ("", ")", ",", "-")
    if word.casefold() in SMALL and apart and not at_start:
        return word.casefold()
    if lead.endswith("CO-") and word.startswith("OP"):
        return word.casefold()
    if word in WRITTEN:
        return WRITTEN[word]
    if not joined and (word in CAPITALS or ROMAN.fullmatch(word) or _is_acronym(word)):
        return word
    return _capitalised(word)


def _is_acronym(word: str) -> bool:
    if not re.fullmatch(r"[A-Z]{2,6}", word) or word in {"ST", "DR", "MR", "MRS", "LTD", "MT"}:
        return False
    onset = re.match(r"[^AEIOUY]*", word)
    assert onset is not None
    if re.match(r"Q[^U]", word):
        return True
    return onset[0].casefold() not in ONSETS | {""} or onset[0] == word


def _capitalised(word: str) -> str:
    if re.match(r"[0-9]", word):
        return re.sub(r"(?<=[0-9])(ST|ND|RD|TH)$", lambda match: match[0].casefold(), word)
    for opening in ("O'", "O’", "D'", "D’", "MC"):
        if word.startswith(opening) and len(word) > len(opening) + 2:
            return opening.capitalize() + word[len(opening) :].capitalize()
    return word.capitalize()
