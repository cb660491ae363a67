"""Whether an advert looks like agency supply rather than one person moving between two employers.

From September 2026 trusts buy agency supply under the framework that the Academy Trust Handbook names, not here.
What is found is a sign and no more: the advert is published all the same, and the operator looks at it.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from app.kernel.money import Money
from app.secondments.values import Particulars, Sign, SignKind

ROLE = (
    r"(?:teachers|teaching assistants|TAs|HLTAs|LSAs|learning support assistants|support assistants|"
    r"cover supervisors|tutors|SENCO?s|SENDCO?s|lecturers|mentors|invigilators|cleaners|caretakers|"
    r"midday (?:assistants|supervisors)|administrators|receptionists|nursery nurses|practitioners|workers)"
)
COUNT = r"(?:two|three|four|five|six|seven|eight|nine|ten|a dozen|several|various|numerous|[2-9]|[1-9]\d)"
WORDS_BETWEEN = r"(?:[\w’'-]+ ){0,3}?"
FIXED = re.compile(
    r"\b(?:"
    r"supply[ -](?:teach(?:er|ers|ing)|staff|cover|work|workers?|agency|agencies|pool|TAs?|HLTAs?|"
    r"teaching assistants?|assistants?|SEN[D]?COs?)"
    r"|(?:day[- ]to[- ]day|(?:long|short|medium)[- ]term|daily|emergency|general) supply\b(?! chains?| of\b)"
    r"|(?:on|as|doing|do) supply\b(?! chains?| of\b| contracts?| lines?| routes?| and\b)"
    r"|(?:temp|temping|temporary staff|staffing|supply staff|teaching|recruitment) agency"
    r"|agency (?:supply|teachers?|workers?|temps?)"
    r"|umbrella company"
    r")\b",
    re.IGNORECASE,
)
POOL = re.compile(
    rf"\b(?:(?:pool|bank|team) of {WORDS_BETWEEN}{ROLE} (?:available|who can|to send|ready)"
    rf"|(?:pool|bank) of {WORDS_BETWEEN}(?:{ROLE}|staff|colleagues|people)"
    rf"|any (?:one )?of our {WORDS_BETWEEN}(?:{ROLE}|staff|colleagues|people)"
    rf"|bank staff|whoever is (?:free|available))\b",
    re.IGNORECASE,
)
SEVERAL = re.compile(rf"\b(?P<words>{COUNT} {WORDS_BETWEEN}{ROLE})\b", re.IGNORECASE)
HEADED = re.compile(r"\s*(?:$|[,.:;–-]|(?:for|from|to|in|at|until)\b)", re.IGNORECASE)
WANTED = re.compile(r"\s*(?:are |is )?(?:needed|required|wanted|available|who can start|to start)\b", re.IGNORECASE)
ASKED = re.compile(
    r"\b(?:need|needs|require|requires|seek|seeks|seeking|want|wants|looking for|offer|offers|offering|provide|"
    r"provides|lend|send)\s+(?:you |to |up to |around |about )*$",
    re.IGNORECASE,
)
AMOUNT = r"£\s?(?P<{0}>\d{{1,3}}(?:,\d{{3}})+|\d{{1,6}})(?:\.\d\d)?"
RATE = re.compile(
    rf"{AMOUNT.format('before')}(?:\s*(?:-|–|to)\s*£?\s?\d[\d,.]*)?\s*"
    r"(?:(?:a|per|each|every|/)\s*(?:full |school )?day|daily|p\.?/?d\b\.?)"
    rf"|\b(?:day|daily) rate\s*(?:of|is|:|-|–|from)?\s*(?:about |around )?{AMOUNT.format('after')}",
    re.IGNORECASE,
)


def signs(texts: Iterable[str], particulars: Particulars) -> tuple[Sign, ...]:
    """Every sign of agency supply in the texts of an advert, each in its words; empty for what is a secondment."""
    found = [sign for text in texts for sign in _in_text(" ".join(text.split()), particulars)]
    return tuple(dict.fromkeys(found))


def is_above_cost(pounds_a_day: int, band_to: Money | None) -> bool:
    """Whether a daily rate is more than somebody at the top of a band costs with on-costs; above any unknown cost."""
    figures = _figures()
    if pounds_a_day < figures["least_rate_pounds"]:
        return False
    if band_to is None:
        return True
    yearly = band_to.pence * (100 + figures["on_costs_percent"])
    return bool(pounds_a_day * 100 * 100 * figures["days_a_year"] > yearly)


def _in_text(text: str, particulars: Particulars) -> Iterator[Sign]:
    yield from (Sign(SignKind.SUPPLY, each[0]) for each in FIXED.finditer(text))
    yield from (Sign(SignKind.SEVERAL, each[0]) for each in POOL.finditer(text))
    yield from (Sign(SignKind.SEVERAL, each["words"]) for each in SEVERAL.finditer(text) if _is_offered(text, each))
    for each in RATE.finditer(text):
        amount = int((each["before"] or each["after"]).replace(",", ""))
        if is_above_cost(amount, particulars.band_to):
            yield Sign(SignKind.DAILY_RATE, each[0])


def _is_offered(text: str, found: re.Match[str]) -> bool:
    """Whether several people are what is offered or asked for, not those whom somebody would lead."""
    before, after = text[: found.start()], text[found.end() :]
    if WANTED.match(after) or ASKED.search(before):
        return True
    return not before and HEADED.match(after) is not None


@cache
def _figures() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("agency.toml").read_text("utf-8"))
