"""What in the text of an availability says who it is about.

An advert for somebody is anonymous: UK GDPR article 5(1)(c) asks for no more personal data than the purpose needs, and
to be found a person needs no name. Some of what is found is certain and must come out; of the rest the author says
that they looked.
"""

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

from app.kernel.errors import Refused
from app.secondments.values import Finding, FindingKind, Known

EMAIL = re.compile(r"[\w.+’'-]+@[\w-]+(?:\.[\w-]+)+")
TELEPHONE = re.compile(r"(?<![\d£.,])(?:\+44[\s(]*|\(?0)(?:[\s().-]*\d){9,10}(?!\d)")
LINK = re.compile(
    r"\b(?:https?://|www\.)\S+|\b[\w-]+(?:\.[\w-]+)*\.(?:sch\.uk|org\.uk|co\.uk|ac\.uk|academy|com|org)\b"
)
POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b")
TITLED = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Sir|Dame|Rev|Revd)\.? [A-Z][\w’'-]+")
PAIR = re.compile(r"(?=\b([A-Z][a-z’']+(?:-[A-Z][a-z’']+)?) ([A-Z][a-z’']+(?:-[A-Z][a-z’']+)?)\b)")
SCHOOL_LIKE = re.compile(
    r"\b(?:(?:St\.?|[A-Z][\w’'-]+) ){1,4}"
    r"(?:Primary|Infant|Infants|Junior|Nursery|High|Secondary|Middle|Grammar|Special|Community|Church|CE|"
    r"Catholic|RC|Free|Studio)? ?(?:School|Academy|College|Primary|High)\b"
)
REPORTING = re.compile(r"\b(?:to|by|under|with|alongside|from|for) (?:the|our|a|its|their) $", re.IGNORECASE)
SECOND = re.compile(r"\b(?:deputy|assistant|associate)[ -]$", re.IGNORECASE)
SUFFIX = re.compile(r",? (?:school|trust|limited|ltd)$", re.IGNORECASE)
Look = Callable[[str, Known], Iterator[tuple[FindingKind, str]]]


class NotChecked(Refused):
    """The author has not said that they looked at what may say who an availability is about."""

    def __init__(self) -> None:
        super().__init__("Look at what was found, then confirm that nobody can be recognised", field="checked")


def findings(texts: Mapping[str, str], known: Known) -> tuple[Finding, ...]:
    """What in each field says or may say whom an availability is about, field by field, certain things first.

    Words that are part of something certain in the same field are told once.
    """
    found = [Finding(field, kind, words) for field, text in texts.items() for kind, words in _in_text(text, known)]
    return tuple(dict.fromkeys(found))


def certain(found: Iterable[Finding]) -> list[Finding]:
    """What must come out."""
    return [each for each in found if each.kind.is_certain]


def likely(found: Iterable[Finding]) -> list[Finding]:
    """What the author has to look at."""
    return [each for each in found if not each.kind.is_certain]


def anonymity_faults(found: Iterable[Finding]) -> list[Refused]:
    """What must come out of each field, in its words, as that field's fault."""
    by_field: dict[str, list[str]] = {}
    for each in certain(found):
        by_field.setdefault(each.field, []).append(f"“{each.words}” ({each.kind.label})")
    return [
        Refused(f"Take out {', '.join(words)}: an availability names nobody and no school", field=field)
        for field, words in by_field.items()
    ]


def names_in(text: str, person: str) -> list[str]:
    """The words of a text that name a person: their name, their surname unless it is an ordinary word, an address."""
    known = Known(trust="", schools=(), places=(), person=person, shown_school="")
    found = [*_addresses(text, known), *_person(text, known)]
    says = dict.fromkeys(words for kind, words in found if kind is not FindingKind.FIRST_NAME)
    own = [words for words in says if words.capitalize() not in _known_words()]
    return [words for words in own if not any(words in other and words != other for other in own)]


def check_looked(found: Iterable[Finding], before: Iterable[Finding], *, checked: bool) -> None:
    """Raises NotChecked where something is likely that was not there `before` and the author has not looked."""
    known = {(each.kind, each.words) for each in before}
    if not checked and any((each.kind, each.words) not in known for each in likely(found)):
        raise NotChecked


def _in_text(text: str, known: Known) -> Iterator[tuple[FindingKind, str]]:
    left = " ".join(text.split())
    for look in LOOKS:
        for kind, words in dict.fromkeys(look(left, known)):
            yield kind, words
            left = left.replace(words, "·")


def _addresses(text: str, _: Known) -> Iterator[tuple[FindingKind, str]]:
    yield from ((FindingKind.EMAIL, each[0]) for each in EMAIL.finditer(text))


def _links(text: str, _: Known) -> Iterator[tuple[FindingKind, str]]:
    yield from ((FindingKind.LINK, each[0]) for each in LINK.finditer(text))


def _numbers(text: str, _: Known) -> Iterator[tuple[FindingKind, str]]:
    yield from ((FindingKind.TELEPHONE, each[0].strip()) for each in TELEPHONE.finditer(text))
    yield from ((FindingKind.POSTCODE, each[0]) for each in POSTCODE.finditer(text))


def _schools(text: str, known: Known) -> Iterator[tuple[FindingKind, str]]:
    hidden = [name for name in known.schools if name != known.shown_school]
    for name in sorted(hidden, key=len, reverse=True):
        yield from ((FindingKind.SCHOOL, words) for words in _said(text, name, SUFFIX.sub("", name)))


def _trust(text: str, known: Known) -> Iterator[tuple[FindingKind, str]]:
    yield from ((FindingKind.TRUST, words) for words in _said(text, known.trust, SUFFIX.sub("", known.trust)))


def _person(text: str, known: Known) -> Iterator[tuple[FindingKind, str]]:
    parts = known.person.split()
    if parts:
        yield from ((FindingKind.PERSON, words) for words in _said(text, known.person))
        surname = re.compile(rf"\b(?:{re.escape(parts[-1])}|{re.escape(parts[-1].upper())})\b")
        yield from ((FindingKind.PERSON, each[0]) for each in surname.finditer(text) if len(parts) > 1)
        first = re.compile(rf"\b{re.escape(parts[0])}\b")
        yield from ((FindingKind.FIRST_NAME, each[0]) for each in first.finditer(text))


def _titles(text: str, _: Known) -> Iterator[tuple[FindingKind, str]]:
    for each in _title_pattern().finditer(text):
        before = text[: each.start()]
        if not REPORTING.search(before) and not SECOND.search(before):
            yield FindingKind.TITLE, each[0]


def _names(text: str, known: Known) -> Iterator[tuple[FindingKind, str]]:
    yield from ((FindingKind.NAME_LIKE, each[0]) for each in TITLED.finditer(text))
    schools = [each[0] for each in SCHOOL_LIKE.finditer(text) if _is_named(each[0])]
    yield from ((FindingKind.SCHOOL_LIKE, words) for words in schools if not _is_shown(words, known))
    for words in _distinctive(known.trust):
        yield from ((FindingKind.TRUST_LIKE, each[0]) for each in re.finditer(rf"\b{re.escape(words)}\b", text))
    for place in known.places:
        yield from ((FindingKind.PLACE, each[0]) for each in re.finditer(rf"\b{re.escape(place)}\b", text))


def _pairs(text: str, known: Known) -> Iterator[tuple[FindingKind, str]]:
    for first, second in PAIR.findall(text):
        words = f"{first} {second}"
        if not {first, second} & _known_words() and words not in known.shown_school:
            yield FindingKind.NAME_LIKE, words


LOOKS: tuple[Look, ...] = (_addresses, _links, _numbers, _schools, _trust, _person, _titles, _names, _pairs)


def _said(text: str, *names: str) -> Iterator[str]:
    """Names as they are written in a text, in whatever case, the longest first; what is too short is not looked for."""
    asked = "|".join(re.escape(name) for name in names if len(name) > 3)
    if asked:
        yield from (each[0] for each in re.finditer(rf"\b(?:{asked})\b", text, re.IGNORECASE))


def _is_named(words: str) -> bool:
    """Whether what looks like a school has a word of its own: "Larkmoor Primary School", not "A Primary School"."""
    return bool(set(words.split()[:-1]) - _known_words())


def _is_shown(words: str, known: Known) -> bool:
    return bool(known.shown_school) and (words in known.shown_school or known.shown_school in words)


def _distinctive(trust: str) -> list[str]:
    """The part of a trust's name that is no ordinary word: "Northgate" of "Northgate Learning Trust"."""
    ordinary = set(_data()["ordinary_in_trusts"])
    own = [word for word in re.findall(r"[\w’'-]+", trust) if word.lower() not in ordinary]
    return [" ".join(own)] if own and len(" ".join(own)) > 3 else []


@cache
def _data() -> dict[str, list[str]]:
    return tomllib.loads(Path(__file__).with_name("anonymity.toml").read_text("utf-8"))


@cache
def _known_words() -> frozenset[str]:
    return frozenset(_data()["words"])


@cache
def _title_pattern() -> re.Pattern[str]:
    longest_first = sorted(_data()["titles"], key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(re.escape(each) for each in longest_first)})\b", re.IGNORECASE)
