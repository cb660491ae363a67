"""A year of contracts: what starts, by when notice has to be given, what ends; as a page, a plot and a file."""

from datetime import date

from flask import Response, current_app, render_template, request
from flask.typing import ResponseReturnValue

from app.contracts import feeds, plots, queries, rules
from app.contracts.values import ContractValue, DayKind, Year
from app.contracts.views import bp
from app.kernel.clock import accounting_year, london_date
from app.kernel.drawing import MOST_BARS
from app.kernel.errors import NotFound
from app.trusts.values import Permission
from app.web.access import actor, needs
from app.web.clock import now
from app.web.drawings import drawing

FIRST_YEAR, LAST_YEAR = 2000, 2099


@bp.get("/contracts/calendar")
@needs(Permission.VIEW_CONTRACTS)
def show_calendar() -> ResponseReturnValue:
    """An accounting year by months, with the same as a chart."""
    year, today = _year(), london_date(now())
    contracts = queries.contracts_within(actor().trust, year.first, year.last)
    days = rules.days_of(contracts, year.first, year.last)
    months = [(month, [each for each in days if each.date.replace(day=1) == month]) for month in year.months]
    return render_template(
        "contracts/show_calendar.html",
        year=year,
        years=[Year(year.begins - 1), Year(year.begins + 1)],
        months=months,
        contracts=[(each, rules.state_on(each, today)) for each in contracts],
        is_any=bool(days),
        today=today,
        most_bars=MOST_BARS,
        keeps=actor().may(Permission.KEEP_CONTRACTS),
    )


@bp.get("/contracts/calendar.svg")
@needs(Permission.VIEW_CONTRACTS)
def calendar_plot() -> ResponseReturnValue:
    """The chart of a year."""
    year = _year()
    contracts = queries.contracts_within(actor().trust, year.first, year.last)
    if not contracts:
        raise NotFound("no contract touches this year")
    return drawing(plots.year_svg(tuple(map(_bar, contracts)), year, london_date(now())))


@bp.get("/contracts/calendar.ics")
@needs(Permission.VIEW_CONTRACTS)
def download_calendar() -> ResponseReturnValue:
    """The days from today on by which notice has to be given and on which contracts end, for a calendar program."""
    at = now()
    today, last = london_date(at), date(LAST_YEAR, 12, 31)
    days = rules.days_of(queries.contracts_within(actor().trust, today, last), today, last)
    written = feeds.write_calendar(
        [each for each in days if each.kind is not DayKind.STARTS],
        address=current_app.extensions["settings"].address,
        at=at,
    )
    response = Response(written, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = "attachment; filename=contracts.ics"
    return response


def _year() -> Year:
    """The year asked for by its first calendar year, else the present one."""
    asked = request.args.get("year", "")
    if asked.isascii() and asked.isdigit() and FIRST_YEAR <= int(asked) < LAST_YEAR:
        return Year(int(asked))
    return Year(accounting_year(london_date(now())))


def _bar(each: ContractValue) -> plots.Bar:
    notice = each.notice_date if each.ending is None else None
    return f"{each.title}, {each.supplier}", each.start_date, each.last_date, notice
