"""The calendar of coming courses: a month as a table or a list, filtered as the search is."""

from calendar import Calendar
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.cpd import queries
from app.cpd.rules.runs_words import left_text
from app.cpd.values import KIND, BookedBy, CourseValue, RunValue, SessionValue
from app.cpd.views import bp
from app.kernel.clock import LONDON, london_date
from app.search import queries as search
from app.search.asking import Asking, panel_of, read
from app.search.values import Query, Sort
from app.trusts import queries as trusts
from app.web.access import find_actor, public
from app.web.clock import now

PATH = "/courses/calendar"
MONTHS_AHEAD = 24
MOST_COURSES = 500
MOST_A_DAY = 4
VIEWS = ("month", "list")


@dataclass(frozen=True)
class Entry:
    """One session on its day."""

    course: CourseValue
    run: RunValue
    session: SessionValue
    provider: str
    left: str

    @property
    def link(self) -> str:
        """The run on the page of its course."""
        return f"/runs/{self.run.reference}"


@dataclass(frozen=True)
class Day:
    """A day of a month's table; one of the month before or after has no entries."""

    date: date
    is_inside: bool
    is_today: bool
    entries: Sequence[Entry] = ()

    @property
    def more(self) -> int:
        """How many entries the table leaves to the list."""
        return max(len(self.entries) - MOST_A_DAY, 0)

    @property
    def shown(self) -> Sequence[Entry]:
        """The entries that the table shows."""
        return self.entries[:MOST_A_DAY]


@bp.get(PATH)
@public
def show_calendar() -> ResponseReturnValue:
    """The sessions of one month, of the courses that a search with the same words finds."""
    at = now()
    today = london_date(at)
    month, view = _month(request.args.get("month", ""), today), _view()
    asking = _asked(today, month, view)
    results = search.find(replace(asking.query, page=1, size=MOST_COURSES, sort=Sort.SOONEST))
    references = [hit.reference for hit in results.hits]
    days = _entries(references, asking.query, month, at)
    later = queries.next_session_from(references, _moment(_months_on(month, 1)), at)
    return render_template(
        "cpd/show_calendar.html",
        asking=asking,
        panel=panel_of(asking, results),
        view=view,
        month=month,
        weeks=_weeks(month, today, days) if view == "month" else [],
        days=sorted(days.items()),
        count=sum(map(len, days.values())),
        total=results.total,
        most=MOST_COURSES,
        months=_around(asking, month, today, view),
        views=[(each, _address(asking, month, each)) for each in VIEWS],
        next_month=_first(london_date(later)) if later else None,
        next_address=_address(asking, _first(london_date(later)), view) if later else "",
        as_list=_address(asking, month, "list"),
        searched=replace(asking, own=()).address(path="/search", changes={"kind": KIND}),
    )


def _asked(today: date, month: date, view: str) -> Asking:
    """What the address asks of the search; the month and the view go along with every filter."""
    who = find_actor()
    starts = search.starting_points(who.trust_id if who else None, today)
    own = [("month", f"{month:%Y-%m}"), *([("view", view)] if view != VIEWS[0] else [])]
    return read(request.args, on=today, path=PATH, kind=KIND, own=own, starts=starts)


def _entries(references: Sequence[str], query: Query, month: date, at: datetime) -> dict[date, list[Entry]]:
    """The sessions of a month by day, with the providers' names looked up in one batch."""
    first, last = _moment(month), _moment(_months_on(month, 1))
    found = [each for each in queries.sessions_between(references, first, last, at) if query.counts_day(each[2].date)]
    names = trusts.names({course.provider_id for course, _, _ in found})
    days: dict[date, list[Entry]] = defaultdict(list)
    for course, run, session in found:
        whole = course.particulars.booked_by is BookedBy.WHOLE
        left = left_text(run.places_left if whole else session.left)
        days[session.date].append(Entry(course, run, session, names[course.provider_id], left))
    return days


def _weeks(month: date, today: date, days: Mapping[date, Sequence[Entry]]) -> list[list[Day]]:
    return [
        [Day(day, day.month == month.month, day == today, days.get(day, ())) for day in week]
        for week in Calendar().monthdatescalendar(month.year, month.month)
    ]


def _month(typed: str, today: date) -> date:
    """The first day of the month asked for; of this month where it is none, over or too far ahead."""
    try:
        month = datetime.strptime(typed, "%Y-%m").replace(tzinfo=LONDON).date()
    except ValueError:
        return _first(today)
    return month if _first(today) <= month <= _months_on(_first(today), MONTHS_AHEAD) else _first(today)


def _view() -> str:
    typed = request.args.get("view", "")
    return typed if typed in VIEWS else VIEWS[0]


def _address(asking: Asking, month: date, view: str) -> str:
    own = (("month", f"{month:%Y-%m}"), *((("view", view),) if view != VIEWS[0] else ()))
    return replace(asking, own=own).address()


def _around(asking: Asking, month: date, today: date, view: str) -> tuple[str, str]:
    """The addresses of the months before and after one; empty where that is over or too far ahead."""
    first, last = _first(today), _months_on(_first(today), MONTHS_AHEAD)
    before = _address(asking, _months_on(month, -1), view) if month > first else ""
    return before, _address(asking, _months_on(month, 1), view) if month < last else ""


def _first(day: date) -> date:
    return day.replace(day=1)


def _months_on(month: date, count: int) -> date:
    years, index = divmod(month.year * 12 + month.month - 1 + count, 12)
    return date(years, index + 1, 1)


def _moment(day: date) -> datetime:
    return datetime.combine(day, time(), LONDON)
