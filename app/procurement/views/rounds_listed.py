"""The lists of rounds: those open, those under way, those that the trust acted for leads or takes part in."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.kernel.actor import Actor
from app.procurement.forms.rounds import RoundFilterForm
from app.procurement.queries.rounds_listed import count_rounds, list_rounds, stages_of
from app.procurement.rules.rounds_words import price_line
from app.procurement.values.rounds_listed import RoundFilter, RoundLine, RoundShelf, RoundSort
from app.procurement.views import bp
from app.trusts.values import Permission
from app.web.access import find_actor, public
from app.web.clock import now
from app.web.downloads import Cell, csv_download, sheet_download
from app.web.pagination import Page, page_number, skip_of, sort_order

PAGE_SIZE = 20
HEADINGS = ("Round", "Title", "Lead trust", "Stage", "Show interest by", "Commit by", "Contract starts", "Trusts")


@bp.get("/rounds", endpoint="list_rounds")
@public
def show_rounds() -> ResponseReturnValue:
    """The rounds of a shelf that whoever asks may read, narrowed and sorted; to keep as CSV or Excel."""
    who = find_actor()
    shelf = _shelf(who)
    form = RoundFilterForm(stages_of(shelf))
    narrowed = form.narrowed
    first = RoundSort.STARTS if shelf is RoundShelf.LATER else RoundSort.COMMIT
    key, down = sort_order([each.value for each in RoundSort], first=first.value)
    sort, kind = RoundSort(key), request.args.get("format")
    if kind in ("csv", "xlsx"):
        return _export(kind, list_rounds(who, shelf, narrowed, sort=sort, descending=down, most=None))
    number = page_number()
    skip = skip_of(number, PAGE_SIZE)
    lines = list_rounds(who, shelf, narrowed, sort=sort, descending=down, skip=skip, most=PAGE_SIZE)
    return render_template(
        "procurement/list_rounds.html",
        form=form,
        page=Page(lines, number, PAGE_SIZE, count_rounds(who, shelf, narrowed)),
        shelf=shelf,
        shelves=[(each.label, f"/rounds?shelf={each.value}", each is shelf, 0) for each in _shelves(who)],
        is_narrowed=narrowed != RoundFilter(),
        sort=f"-{key}" if down else key,
        runs=who is not None and who.may(Permission.RUN_PROCUREMENT),
        price=price_line,
    )


def _shelves(who: Actor | None) -> list[RoundShelf]:
    """A visitor has no rounds of their own."""
    return list(RoundShelf) if who is not None and who.trust_id is not None else [RoundShelf.OPEN, RoundShelf.LATER]


def _shelf(who: Actor | None) -> RoundShelf:
    asked = request.args.get("shelf", "")
    return next((each for each in _shelves(who) if each.value == asked), RoundShelf.OPEN)


def _export(kind: str, lines: list[RoundLine]) -> ResponseReturnValue:
    name = f"joint-rounds-{now():%Y-%m-%d}"
    rows = [_row(each) for each in lines]
    return csv_download(name, HEADINGS, rows) if kind == "csv" else sheet_download(name, HEADINGS, rows)


def _row(line: RoundLine) -> list[Cell]:
    held, days = line.held, line.held.timetable
    stage = held.stage.label if held.stage else held.listing.state_label
    dates = [day or "" for day in (days.interest_by, days.commit_by, held.start_date)]
    return [held.reference, held.title, line.lead, stage, *dates, line.participants]
