"""The runs that a trust gives: the list, with how the places of each stand."""

from functools import partial

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.cpd import queries
from app.cpd.forms import RunsFilterForm
from app.cpd.values.given import RunLine, RunsFilter
from app.cpd.views import bp
from app.trusts.values import Permission
from app.web.access import actor, needs
from app.web.clock import now
from app.web.downloads import Cell, csv_download, sheet_download
from app.web.pagination import Page, page_number, skip_of, sort_order

PAGE_SIZE = 20
HEADINGS = (
    "Run", "Course", "Name", "Starts", "Ends", "Booked", "Held", "Offered", "Waiting", "Left", "Minimum", "Cancelled",
    "Register finished",
)  # fmt: skip


@bp.get("/runs")
@needs(Permission.POST_CPD)
def list_runs() -> ResponseReturnValue:
    """Every run of the trust's courses, the next first."""
    form = RunsFilterForm()
    key, down = sort_order(["starts"], first="-starts" if form.wanted.data is None else "starts")
    ask = partial(queries.list_runs_given, actor().trust, form.narrowed, now(), descending=down)
    kind = request.args.get("format")
    if kind in ("csv", "xlsx"):
        return _export(kind, ask(most=None))
    number = page_number()
    lines = ask(skip=skip_of(number, PAGE_SIZE), most=PAGE_SIZE)
    return render_template(
        "cpd/list_runs.html",
        form=form,
        page=Page(lines, number, PAGE_SIZE, queries.count_runs_given(actor().trust, form.narrowed, now())),
        is_narrowed=form.narrowed != RunsFilter(),
        sort=f"-{key}" if down else key,
        waiting=queries.count_to_answer(actor().trust),
        at=now(),
    )


def _export(kind: str, lines: list[RunLine]) -> ResponseReturnValue:
    download = csv_download if kind == "csv" else sheet_download
    return download("runs", HEADINGS, [_row(each) for each in lines])


def _row(line: RunLine) -> list[Cell]:
    return [
        line.reference, line.title, line.name, line.starts_at, line.ends_at, line.booked, line.held, line.offered,
        line.waiting, line.left, line.minimum, "Yes" if line.is_cancelled else "", "Yes" if line.is_closed else "",
    ]  # fmt: skip
