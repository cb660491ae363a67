"""Who is out, who is in and until when, over months; and what that comes to in each accounting year."""

from collections.abc import Sequence
from datetime import date

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.kernel.actor import Actor
from app.kernel.clock import london_date
from app.kernel.drawing import MOST_BARS
from app.kernel.errors import NotFound
from app.secondments import plots
from app.secondments.actions.overview import look_at_names
from app.secondments.queries.overview import (
    OutAndIn,
    named_interests,
    out_and_in,
    own_names,
    stays_in,
    year_figures,
)
from app.secondments.rules.overview import tenths, window_asked
from app.secondments.values.agreements_listed import SecondmentSide
from app.secondments.values.overview import Stay, Window, YearFigures
from app.secondments.views import bp
from app.secondments.views.salaries import salary_reader
from app.trusts.values import Permission
from app.web.access import acting
from app.web.clock import now
from app.web.downloads import Cell, csv_download, sheet_download
from app.web.drawings import drawing
from app.web.private import kept_private

STAYS = ("Secondment", "Person", "Post", "Out or in", "Other trust", "From", "To", "FTE", "State")
YEARS = (
    "Accounting year",
    "FTE lent",
    "FTE borrowed",
    "Cost of those lent",
    "Recharged, with fees",
    "Left with us",
    "Cost of those borrowed",
)
STEP = 6


@bp.get("/secondments/out-and-in")
@acting
def show_out_and_in() -> ResponseReturnValue:
    """Who is away in twelve months, in a chart and a table, for HR leads and, without names, for finance.

    The names of people who are borrowed are shown when they are asked for: each look is on record.
    """
    who, window, today = salary_reader(), _window(), london_date(now())
    found = out_and_in(who.trust)
    stays = _named(found, window, who)
    years = year_figures(found)
    kind = request.args.get("format")
    if kind in ("csv", "xlsx"):
        return _export(kind, stays, years)
    page = render_template(
        "secondments/out_and_in.html",
        window=window,
        stays=stays,
        years=years,
        is_any=bool(found.held),
        counts={side: sum(each.is_on(today) for each in stays if each.side is side) for side in SecondmentSide},
        shows_today=window.first <= today < window.after,
        borrows=any(each.side is SecondmentSide.IN for each in stays),
        shows_names=_shows_names(),
        is_hr=who.may(Permission.POST_SECONDMENTS),
        earlier=window.moved(-STEP).code,
        later=window.moved(STEP).code,
        is_moved="from" in request.args,
        tenths=tenths,
        most_bars=MOST_BARS,
    )
    return kept_private(page)


@bp.get("/secondments/out-and-in/months.svg")
@acting
def months_plot() -> ResponseReturnValue:
    """The chart of twelve months. It names posts and trusts, and nobody."""
    window = _window()
    stays = stays_in(out_and_in(salary_reader().trust), window, {})
    if not stays:
        raise NotFound("nobody is away in these months")
    return drawing(plots.stays_svg(tuple(map(_bar, stays)), window, london_date(now())))


@bp.get("/secondments/out-and-in/<any(fte, cost):of>.svg")
@acting
def years_plot(of: str) -> ResponseReturnValue:
    """What was lent and borrowed in each accounting year, in full-time years or in money."""
    years = year_figures(out_and_in(salary_reader().trust))
    if not years:
        raise NotFound("nothing was lent or borrowed")
    return drawing(plots.years_svg(tuple(_time(each) if of == "fte" else _cost(each) for each in years)))


def _window() -> Window:
    return window_asked(request.args.get("from", ""), london_date(now()))


def _shows_names() -> bool:
    return request.args.get("names") == "shown"


def _named(found: OutAndIn, window: Window, who: Actor) -> list[Stay]:
    if not who.may(Permission.POST_SECONDMENTS):
        return stays_in(found, window, {})
    names = own_names(found)
    stays = stays_in(found, window, names)
    if not _shows_names():
        return stays
    names |= look_at_names(interests=named_interests(stays), actor=who, at=now())
    return stays_in(found, window, names)


def _bar(each: Stay) -> plots.Bar:
    way = "to" if each.side is SecondmentSide.OUT else "from"
    label = f"{each.secondment.post}, {way} {each.other_trust}"
    return each.side, label, each.span.first, each.span.last, each.is_to_come


def _time(each: YearFigures) -> plots.Pair:
    lent, borrowed = each.fte_lent, each.fte_borrowed
    return each.name, round(lent * 1000), f"{tenths(lent)} FTE", round(borrowed * 1000), f"{tenths(borrowed)} FTE"


def _cost(each: YearFigures) -> plots.Pair:
    return each.name, each.whole.pence, str(each.whole), each.borrowed.pence, str(each.borrowed)


def _export(kind: str, stays: Sequence[Stay], years: Sequence[YearFigures]) -> ResponseReturnValue:
    download = csv_download if kind == "csv" else sheet_download
    if request.args.get("of") == "years":
        return kept_private(download("lent-and-borrowed", YEARS, [_year(each) for each in years]))
    return kept_private(download("out-and-in", STAYS, [_stay(each) for each in stays]))


def _stay(each: Stay) -> list[Cell]:
    held, span = each.secondment, each.span
    ends: list[date] = [span.first, span.last]
    return [
        held.reference,
        each.name,
        held.post,
        each.side.label,
        each.other_trust,
        *ends,
        str(held.fte),
        held.state.label,
    ]


def _year(each: YearFigures) -> list[Cell]:
    times = [tenths(each.fte_lent), tenths(each.fte_borrowed)]
    return [each.name, *times, each.whole, each.recharged, each.left, each.borrowed]
