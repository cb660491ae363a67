"""The people of a trust who go to courses: the list, and putting right or erasing what is kept of one."""

from functools import partial

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from app.cpd import actions, queries
from app.cpd.forms.staff import StaffFilterForm, staff_form
from app.cpd.rules.retention import Kept, period_on
from app.cpd.values import DelegateValue
from app.cpd.values.delegates import StaffFilter, StaffLine, StaffSort
from app.cpd.views import bp
from app.cpd.views.people import own_schools
from app.kernel.clock import london_date
from app.kernel.errors import Refused
from app.trusts import queries as trusts
from app.trusts.values import Permission
from app.web.access import actor, needs
from app.web.clock import now
from app.web.downloads import Cell, csv_download, sheet_download
from app.web.pagination import Page, page_number, skip_of, sort_order

PAGE_SIZE = 20
HEADINGS = ("Name", "Email", "School", "Courses to come", "Past courses", "Last course")


@bp.get("/staff")
@needs(Permission.BOOK_CPD)
def list_staff() -> ResponseReturnValue:
    """Everyone of the trust who had a place on a course, or has one to come."""
    trust, schools = actor().trust, own_schools(actor().trust, london_date(now()))
    form = StaffFilterForm(schools)
    key, down = sort_order([each.value for each in StaffSort], first="name")
    ask = partial(queries.list_staff, trust, form.narrowed, at=now(), sort=StaffSort(key), descending=down)
    if request.args.get("format") in ("csv", "xlsx"):
        return _export(ask(most=None))
    number = page_number()
    lines = ask(skip=skip_of(number, PAGE_SIZE), most=PAGE_SIZE)
    return render_template(
        "cpd/list_staff.html",
        form=form,
        page=Page(lines, number, PAGE_SIZE, queries.count_staff(trust, form.narrowed)),
        is_narrowed=form.narrowed != StaffFilter(),
        sort=f"-{key}" if down else key,
        gives=actor().may(Permission.POST_CPD),
        waiting=queries.count_to_answer(trust),
        kept=period_on(Kept.BOOKED, london_date(now())),
    )


@bp.route("/staff/<int:delegate_id>", methods=["GET", "POST"])
@needs(Permission.BOOK_CPD)
def change_staff(delegate_id: int) -> ResponseReturnValue:
    """Put right somebody's name, e-mail address or school."""
    who = queries.get_delegate(actor().trust, delegate_id)
    form = staff_form(who, _schools_with(who))
    if form.validate_on_submit():
        try:
            sent = actions.change_staff(delegate_id=delegate_id, typed=form.typed, actor=actor(), at=now())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(f"Saved. {_mails(sent)}" if sent else "Saved")
            return redirect("/staff", 303)
    return render_template("cpd/change_staff.html", form=form, who=who), 422 if form.error_list else 200


@bp.route("/staff/<int:delegate_id>/erase", methods=["GET", "POST"])
@needs(Permission.BOOK_CPD)
def erase_staff(delegate_id: int) -> ResponseReturnValue:
    """Erase somebody's name and e-mail address; asks first, and says what stands in the way."""
    who = queries.get_delegate(actor().trust, delegate_id)
    coming = queries.list_coming_places(delegate_id, at=now())
    refusal = ""
    if request.method == "POST":
        try:
            actions.erase_staff(delegate_id=delegate_id, actor=actor(), at=now())
        except Refused as refused:
            refusal = refused.message
        else:
            flash("Erased. Their places stay in your records without a name.")
            return redirect("/staff", 303)
    page = render_template("cpd/erase_staff.html", who=who, coming=coming, refusal=refusal)
    return page, 422 if refusal else 200


def _schools_with(who: DelegateValue) -> dict[int, str]:
    """The trust's schools, and the one that somebody is at though it has left the trust."""
    schools = own_schools(who.trust_id, london_date(now()))
    if who.school_id is None or who.school_id in schools:
        return schools
    return schools | {number: each.name for number, each in trusts.schools_by_id([who.school_id]).items()}


def _mails(sent: int) -> str:
    return f"We sent {'a new confirmation' if sent == 1 else f'{sent} new confirmations'} to the new address."


def _export(lines: list[StaffLine]) -> ResponseReturnValue:
    download = csv_download if request.args.get("format") == "csv" else sheet_download
    return download("staff-on-courses", HEADINGS, [_row(each) for each in lines])


def _row(line: StaffLine) -> list[Cell]:
    who = line.delegate
    return [who.name, who.email, line.school_name, line.coming, line.past, line.last_date]
