"""CPD records: a trust's by school, year and hours; one person's; and everyone's own."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.cpd import plots, queries
from app.cpd.forms.records import RecordFilterForm
from app.cpd.paper import record_pdf, when, year_name
from app.cpd.queries.my_place import open_link
from app.cpd.queries.records import (
    NO_SCHOOL,
    get_person_on_record,
    list_record,
    own_delegate_ids,
    record_years,
    trust_records,
)
from app.cpd.rules.my_place import NoLongerYours
from app.cpd.rules.runs_words import hours_text
from app.cpd.values import RecordLine
from app.cpd.values.registers import PersonRecord, RecordSort
from app.cpd.views import bp
from app.cpd.views.people import own_schools
from app.kernel.clock import accounting_year, london_date
from app.kernel.drawing import MOST_BARS
from app.kernel.errors import NotFound
from app.kernel.signing import LinkExpired, LinkUnreadable
from app.people import queries as people
from app.people.values import SOMEONE_GONE
from app.trusts import queries as trusts
from app.trusts.values import Permission
from app.web.access import actor, needs, public, signed_in
from app.web.clock import now
from app.web.downloads import Cell, csv_download, pdf_download, sheet_download
from app.web.drawings import drawing
from app.web.pagination import Page, page_number, skip_of, sort_order
from app.web.private import kept_private

PAGE_SIZE = 20
PEOPLE = ("Name", "School", "Courses", "Hours", "Minutes", "Last course")
LINES = ("Course", "Given by", "From", "To", "Sessions attended", "Hours", "Minutes", "Certificate")


@bp.get("/cpd/records")
@needs(Permission.BOOK_CPD)
def list_records() -> ResponseReturnValue:
    """The CPD of a trust's people: by school in a plot and a table, by person in a list."""
    form = _filter()
    found = trust_records(actor().trust, form.narrowed)
    schools = {each.school_id: each.name for each in found.schools}
    key, down = sort_order([each.value for each in RecordSort], first="name")
    ordered = sorted(found.people, key=_key(RecordSort(key), schools), reverse=down)
    if request.args.get("format") in ("csv", "xlsx"):
        return _export("cpd-records", PEOPLE, [_person(each, schools) for each in ordered])
    number = page_number()
    start = skip_of(number, PAGE_SIZE)
    return render_template(
        "cpd/records.html",
        gives=actor().may(Permission.POST_CPD),
        waiting=queries.count_to_answer(actor().trust),
        form=form,
        found=found,
        schools=schools,
        page=Page(ordered[start : start + PAGE_SIZE], number, PAGE_SIZE, len(ordered)),
        known={each.delegate_id for each in ordered if each.name != SOMEONE_GONE},
        is_narrowed=bool(form.narrowed.text or form.narrowed.school_id is not None),
        is_this_year=form.narrowed.year == accounting_year(london_date(now())),
        sort=f"-{key}" if down else key,
        most_bars=MOST_BARS,
        hours=plots.hours_figure,
        words=hours_text,
        year_name=year_name,
    )


@bp.get("/cpd/records/hours.svg")
@needs(Permission.BOOK_CPD)
def records_plot() -> ResponseReturnValue:
    """The hours of each school as bars, narrowed as the page is."""
    schools = trust_records(actor().trust, _filter().narrowed).schools
    if not schools:
        raise NotFound("no hours to draw")
    return drawing(plots.hours_svg(tuple((each.name, each.minutes) for each in schools)))


@bp.get("/cpd/records/<int:delegate_id>")
@signed_in
def show_record(delegate_id: int) -> ResponseReturnValue:
    """Somebody's CPD record, for those who book for their trust and for themselves."""
    who = get_person_on_record(delegate_id, actor())
    trust = trusts.names([who.trust_id])[who.trust_id]
    return _record(list_record([who.id]), name=who.name, trust_name=trust, file=f"cpd-record-{who.id}")


@bp.get("/cpd/records/mine")
@signed_in
def my_record() -> ResponseReturnValue:
    """One's own CPD record, whatever trust one went for."""
    name = people.names([actor().person_id])[actor().person_id]
    lines = list_record(own_delegate_ids(actor().person_id))
    return _record(lines, name=name, trust_name="", file="cpd-record", is_mine=True)


@bp.get("/my-place/<token>/record.pdf")
@public
def my_record_by_link(token: str) -> ResponseReturnValue:
    """One's own CPD record, by the link to one's place."""
    try:
        place = open_link(token, at=now())
    except (LinkExpired, LinkUnreadable, NoLongerYours):
        return redirect(url_for("cpd.my_place", token=token), 303)
    who = place.delegate
    document = record_pdf(who.name, place.buyer_name, list_record([who.id]), at=now())
    return kept_private(pdf_download("cpd-record", document))


def _filter() -> RecordFilterForm:
    today = london_date(now())
    return RecordFilterForm(record_years(actor().trust, now()), own_schools(actor().trust, today), NO_SCHOOL)


def _record(
    lines: list[RecordLine], *, name: str, trust_name: str, file: str, is_mine: bool = False
) -> ResponseReturnValue:
    asked = request.args.get("format")
    if asked == "pdf":
        return pdf_download(file, record_pdf(name, trust_name, lines, at=now()))
    if asked in ("csv", "xlsx"):
        return _export(file, LINES, [_line(each) for each in lines])
    years: dict[int, list[RecordLine]] = defaultdict(list)
    for each in lines:
        years[accounting_year(each.last_date)].append(each)
    return render_template(
        "cpd/record.html",
        name=name,
        trust_name=trust_name,
        is_mine=is_mine,
        lists=not is_mine and actor().may(Permission.BOOK_CPD),
        lines=lines,
        years=[(year_name(year), those) for year, those in sorted(years.items(), reverse=True)],
        when=when,
        words=hours_text,
    )


def _export(name: str, headings: Sequence[str], rows: list[list[Cell]]) -> ResponseReturnValue:
    download = csv_download if request.args.get("format") == "csv" else sheet_download
    return download(name, headings, rows)


def _key(sort: RecordSort, schools: dict[int | None, str]) -> Callable[[PersonRecord], Any]:
    """What orders the list; the name and the id make it total."""
    first: dict[RecordSort, Callable[[PersonRecord], Any]] = {
        RecordSort.NAME: lambda each: each.name.casefold(),
        RecordSort.SCHOOL: lambda each: (each.school_id is None, schools[each.school_id].casefold()),
        RecordSort.COURSES: lambda each: each.courses,
        RecordSort.HOURS: lambda each: each.minutes,
        RecordSort.LAST: lambda each: each.last_date,
    }
    return lambda each: (first[sort](each), each.name.casefold(), each.delegate_id)


def _person(each: PersonRecord, schools: dict[int | None, str]) -> list[Cell]:
    hours = plots.hours_figure(each.minutes)
    return [each.name, schools[each.school_id], each.courses, hours, each.minutes, each.last_date]


def _line(each: RecordLine) -> list[Cell]:
    hours = plots.hours_figure(each.minutes)
    return [
        each.title,
        each.provider_name,
        each.first_date,
        each.last_date,
        each.sessions,
        hours,
        each.minutes,
        each.certificate_code,
    ]
