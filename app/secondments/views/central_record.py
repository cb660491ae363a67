"""The single central record of the people whom a host borrows: a page, and a file to add to the trust's own."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.secondments.actions.central_record import note_central_record
from app.secondments.forms.checks import CentralRecordForm
from app.secondments.queries.central_record import record_lines, record_of
from app.secondments.values import CheckItem
from app.secondments.values.central_record import NOT_YET, RecordLine, RecordSort
from app.secondments.views import bp
from app.trusts.values import Permission
from app.web.access import actor, needs
from app.web.clock import now
from app.web.downloads import Cell, csv_download, sheet_download
from app.web.pagination import Page, page_number, skip_of, sort_order
from app.web.private import kept_private

PAGE_SIZE = 20
HEADINGS = (
    "Name",
    "Post",
    "Home employer",
    "Secondment",
    "From",
    "To",
    *(item.label for item in CheckItem),
    "Confirmed by",
    "Written confirmation received on",
    "Identity seen on arrival",
)


@bp.get("/secondments/single-central-record")
@needs(Permission.POST_SECONDMENTS)
def show_central_record() -> ResponseReturnValue:
    """Everyone borrowed who is in now, or in a span: what the home employer confirmed, and who was seen to come."""
    form, kind = CentralRecordForm(), request.args.get("format")
    found = record_of(actor().trust, form.since.data, form.until.data)
    key, down = sort_order([each.value for each in RecordSort], first="name")
    lines = record_lines(found, sort=RecordSort(key), descending=down)
    if kind in ("csv", "xlsx"):
        note_central_record(shown=found, exported=True, actor=actor(), at=now())
        download = csv_download if kind == "csv" else sheet_download
        return kept_private(download("single-central-record", HEADINGS, [_row(each) for each in lines]))
    number = page_number()
    start = skip_of(number, PAGE_SIZE)
    shown = lines[start : start + PAGE_SIZE]
    note_central_record(shown=[each.secondment for each in shown], exported=False, actor=actor(), at=now())
    page = render_template(
        "secondments/central_record.html",
        form=form,
        page=Page(shown, number, PAGE_SIZE, len(lines)),
        items=list(CheckItem),
        is_narrowed=form.since.data is not None or form.until.data is not None,
        sort=f"-{key}" if down else key,
        not_yet=NOT_YET,
    )
    return kept_private(page)


def _row(line: RecordLine) -> list[Cell]:
    held = line.secondment
    return [
        line.name,
        held.post,
        line.home_name,
        held.reference,
        held.start_date,
        held.last_date,
        *(line.answer(item) for item in CheckItem),
        "; ".join(f"{name}, {day.day} {day:%B %Y}" for name, day in line.confirmed) or NOT_YET,
        line.received_date or NOT_YET,
        line.arrival.arrived_date if line.arrival else NOT_YET,
    ]
