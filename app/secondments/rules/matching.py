"""How well an opportunity and an availability answer one another, and why, in the words of whoever reads it.

What cannot work is no match: another sort of work, two levels apart, no phase in common, hardly any weeks in common,
farther than the person would travel. What is left is weighed, and every difference is said.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from app.kernel.postcodes import miles_between, miles_in_words
from app.secondments.values import Level, Particulars, Pattern, Weekday
from app.secondments.values.matches import MatchValue, Placed, Reason

LEAST_WEEKS = 4
MOST_LEVELS_APART = 1
MOST_FTE_APART = 6_000
FAR_MILES = 50
BANDS = (10, 25, 50)
WEEK = 7
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
LEVELS = list(Level)


@dataclass(frozen=True)
class Weighed:
    """What one aspect gives of the points it may give, and what to say of it. None of it can work: `rules_out`."""

    points: int
    most: int
    reasons: tuple[Reason, ...] = ()
    rules_out: bool = False


def match(mine: Placed, other: Placed) -> MatchValue | None:
    """How `other` answers `mine`, told to the trust whose advert is `mine`; None where they do not go together.

    The two are of different kinds. What either leaves open rules nothing out and gives half its points.
    """
    weighed = [each(mine, other) for each in ASPECTS]
    if any(each.rules_out for each in weighed):
        return None
    score = sum(each.points for each in weighed) * 100 // sum(each.most for each in weighed)
    return MatchValue(other.advert, max(score, 1), tuple(reason for each in weighed for reason in each.reasons))


def _family(mine: Placed, other: Placed) -> Weighed:
    asked, given = _asked(mine).family, _asked(other).family
    if asked is None or given is None:
        return _open(30)
    if asked is not given:
        return Weighed(0, 30, rules_out=True)
    return Weighed(30, 30, (Reason(given.label, fits=True),))


def _level(mine: Placed, other: Placed) -> Weighed:
    asked, given = _asked(mine).level, _asked(other).level
    if asked is None or given is None:
        return _open(15)
    apart = LEVELS.index(given) - LEVELS.index(asked)
    if abs(apart) > MOST_LEVELS_APART:
        return Weighed(0, 15, rules_out=True)
    if not apart:
        return Weighed(15, 15, (Reason(given.label, fits=True),))
    step = "above" if apart > 0 else "below"
    return Weighed(7, 15, (Reason(f"{given.label}: one level {step} what you asked", fits=False),))


def _phase(mine: Placed, other: Placed) -> Weighed:
    asked, given = set(mine.advert.listing.phases), set(other.advert.listing.phases)
    if not asked or not given:
        return _open(10)
    both = [phase for phase in mine.advert.listing.phases if phase in given]
    if not both:
        return Weighed(0, 10, rules_out=True)
    return Weighed(10, 10, (Reason(_list([phase.label for phase in both]), fits=True),))


def _subject(mine: Placed, other: Placed) -> Weighed:
    asked, given = _asked(mine).subjects, _asked(other).subjects
    if not asked:
        return Weighed(10, 10)
    both = sorted(each.label for each in asked & given)
    if both:
        return Weighed(10, 10, (Reason(_list(both), fits=True),))
    missing = _list(sorted(each.label for each in asked))
    return Weighed(0 if given else 5, 10, (Reason(f"{missing} is not named", fits=False),))


def _dates(mine: Placed, other: Placed) -> Weighed:
    asked, given = _asked(mine), _asked(other)
    if not (asked.start_date and given.start_date):
        return _open(20)
    first, last = max(asked.start_date, given.start_date), _earlier(asked.last_date, given.last_date)
    shared = (last - first).days + 1 if last else None
    wanted = (asked.last_date - asked.start_date).days + 1 if asked.last_date else None
    if shared is not None and shared < min(LEAST_WEEKS * WEEK, wanted or LEAST_WEEKS * WEEK):
        return Weighed(0, 20, rules_out=True)
    part = min(shared, wanted) / wanted if shared and wanted else 1
    return Weighed(math.floor(20 * part), 20, tuple(_date_reasons(asked, given)))


def _date_reasons(asked: Particulars, given: Particulars) -> Iterator[Reason]:
    assert asked.start_date is not None
    assert given.start_date is not None
    start = _apart("Starts", asked.start_date, given.start_date)
    end = _apart("Ends", asked.last_date, given.last_date) if asked.last_date and given.last_date else None
    if start is None and end is None:
        yield Reason("Your dates", fits=True)
    for each in (start, end):
        if each:
            yield each


def _pattern(mine: Placed, other: Placed) -> Weighed:
    asked, given = _asked(mine).working, _asked(other).working
    if asked is None or given is None:
        return _open(15)
    apart = abs(asked.fte.parts - given.fte.parts)
    if apart > MOST_FTE_APART:
        return Weighed(0, 15, rules_out=True)
    said = [_fte_reason(str(asked.fte), str(given.fte))]
    days_apart = 0
    if asked.pattern is Pattern.DAYS and given.pattern is Pattern.DAYS and asked.days and given.days:
        missing = [day.label for day in Weekday if day in asked.days - given.days]
        days_apart = len(missing)
        both = [day.label for day in Weekday if day in asked.days & given.days]
        said.append(Reason(f"Not on {_list(missing)}", fits=False) if missing else Reason(_list(both), fits=True))
    points = 15 - math.ceil(10 * apart / MOST_FTE_APART) - min(days_apart, 5)
    return Weighed(max(points, 0), 15, tuple(said))


def _distance(mine: Placed, other: Placed) -> Weighed:
    if mine.point is None or other.point is None:
        return _open(15)
    miles = miles_between(mine.point, other.point)
    person = next((each for each in (mine, other) if not each.advert.is_opportunity), other)
    most = _asked(person).miles
    remote = _asked(mine).part_remote and _asked(other).part_remote
    if most is not None and miles > most and not remote:
        return Weighed(0, 15, rules_out=True)
    shows = _asked(person).shows_school or person is mine
    # A school that is not shown cannot be worked out from the score either: all of a band weigh the same.
    weighed = miles if shows else next((each for each in BANDS if miles <= each), FAR_MILES)
    points = 15 if remote else max(0, math.floor(15 * (1 - weighed / FAR_MILES)))
    return Weighed(points, 15, (Reason(distance_in_words(miles, exact=shows), fits=miles <= FAR_MILES),))


def _cost(mine: Placed, other: Placed) -> Weighed:
    asked, given = _asked(mine).basis, _asked(other).basis
    if asked is None or given is None:
        return _open(5)
    if asked is given:
        return Weighed(5, 5, (Reason(given.short, fits=True),))
    return Weighed(0, 5, (Reason(f"{given.short}: you said {asked.short.lower()}", fits=False),))


ASPECTS: tuple[Callable[[Placed, Placed], Weighed], ...] = (
    _family,
    _level,
    _phase,
    _subject,
    _dates,
    _pattern,
    _distance,
    _cost,
)


def distance_in_words(miles: float, *, exact: bool) -> str:
    """How far, in whole miles, or as a band where the place must not be worked out from it: "within 25 miles"."""
    if exact:
        return miles_in_words(miles).capitalize()
    band = next((each for each in BANDS if miles <= each), None)
    return f"Within {band} miles" if band else f"More than {BANDS[-1]} miles"


def _asked(side: Placed) -> Particulars:
    return side.advert.particulars


def _open(most: int) -> Weighed:
    return Weighed(most // 2, most)


def _earlier(one: date | None, other: date | None) -> date | None:
    return min((each for each in (one, other) if each), default=None)


def _apart(verb: str, asked: date, given: date) -> Reason | None:
    """How a day lies to the one asked for: "Starts two weeks later than you asked"; None on the same day."""
    days = (given - asked).days
    if not days:
        return None
    direction = "later" if days > 0 else "earlier"
    return Reason(f"{verb} {_length(abs(days))} {direction} than you asked", fits=False)


def _length(days: int) -> str:
    """Days, from a week on in whole weeks, half up."""
    number, unit = (days, "day") if days < WEEK else ((days * 2 + WEEK) // (WEEK * 2), "week")
    word = NUMBERS[number] if number < len(NUMBERS) else f"{number}"
    return f"{word} {unit}" if number == 1 else f"{word} {unit}s"


def _fte_reason(asked: str, given: str) -> Reason:
    if asked == given:
        return Reason(f"{given} of full time", fits=True)
    return Reason(f"{given} of full time: you asked for {asked}", fits=False)


def _list(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
