"""The pages of a recharge: pay, the ruling on VAT, and the schedule month by month."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.kernel.errors import Refused
from app.listings.rules import Incomplete
from app.people import queries as people
from app.secondments.actions import recharge as actions
from app.secondments.forms.recharge import PayForm, VatForm, pay_fields, vat_fields
from app.secondments.queries.recharge import find_vat_ruling
from app.secondments.queries.recharge_pages import schedule_page
from app.secondments.queries.secondments import draft_of, get_secondment, open_version
from app.secondments.rules.agreements import Outdated, check_can_change
from app.secondments.rules.recharge_faults import check_is_home
from app.secondments.rules.recharge_words import month_line
from app.secondments.values import LineKind
from app.secondments.values.recharge_pages import ScheduleOf, SchedulePage
from app.secondments.views import bp
from app.secondments.views.salaries import salary_reader
from app.trusts.values import Permission
from app.web.access import acting, actor, needs
from app.web.clock import now
from app.web.downloads import csv_download, sheet_download
from app.web.private import kept_private

COLUMNS = ["Month", "From", "To", "Days", "Of", "Salary", "Employer’s pension", "Employer’s National Insurance"]
MORE = ["Other on-costs", "Administration fee", "Total without VAT", "VAT", "Charged on", "Charged and not given back"]


@bp.route("/secondments/<reference>/pay", methods=["GET", "POST"])
@acting
def change_pay(reference: str) -> ResponseReturnValue:
    """What the recharge is worked out from: for the home employer's HR leads and finance."""
    who = salary_reader()
    held = get_secondment(who.trust, reference)
    check_is_home(held.party_of(who.trust))
    if request.method == "GET":
        check_can_change(held.state, is_open=open_version(held.id) is not None)
    draft = draft_of(held.id)
    form = PayForm(data=pay_fields(draft.pay, draft.number))
    if form.validate_on_submit():
        try:
            actions.change_pay(reference=reference, pay=form.pay, draft_number=form.draft.number, actor=who, at=now())
            flash("Saved. Every month is worked out below.")
            return redirect(url_for("secondments.show_schedule", reference=reference, of=ScheduleOf.DRAFT), 303)
        except Incomplete as incomplete:
            for fault in incomplete.faults:
                form.refuse(fault)
        except Outdated as outdated:
            form.refuse(outdated)
            form.draft.show(draft.number)
        except Refused as refused:
            form.refuse(refused)
    page = render_template(
        "secondments/change_pay.html", form=form, held=held, draft=draft, is_hr=who.may(Permission.POST_SECONDMENTS)
    )
    return kept_private(page, 422 if form.errors or form.form_errors else 200)


@bp.route("/secondments/<reference>/vat", methods=["GET", "POST"])
@needs(Permission.MANAGE_FINANCE)
def rule_on_vat(reference: str) -> ResponseReturnValue:
    """How VAT treats the recharge: the home trust's finance decides, and who did is kept."""
    held = get_secondment(actor().trust, reference)
    check_is_home(held.party_of(actor().trust))
    ruling = find_vat_ruling(held.id)
    form = VatForm(data=vat_fields(ruling))
    if form.validate_on_submit():
        try:
            actions.rule_on_vat(
                reference=reference,
                reason=form.reason.data,
                conditions=frozenset(form.conditions.data or []),
                actor=actor(),
                at=now(),
            )
            flash("Recorded. It stands with every charge of this secondment from the next version on.")
            return redirect(url_for("secondments.show_schedule", reference=reference), 303)
        except Incomplete as incomplete:
            for fault in incomplete.faults:
                form.refuse(fault)
        except Refused as refused:
            form.refuse(refused)
    by = people.names([ruling.decided_by])[ruling.decided_by] if ruling else ""
    page = render_template("secondments/rule_on_vat.html", form=form, held=held, ruling=ruling, decided_by=by)
    return kept_private(page, 422 if form.errors or form.form_errors else 200)


@bp.get("/secondments/<reference>/schedule")
@acting
def show_schedule(reference: str) -> ResponseReturnValue:
    """Every line of every month, with its working; what was charged of it and given back."""
    who = salary_reader()
    held = get_secondment(who.trust, reference)
    found = schedule_page(who.trust, reference, _wanted())
    if found is not None and request.args.get("format") in {"csv", "xlsx"}:
        return _exported(found)
    ruling = found.vat if found else find_vat_ruling(held.id)
    by = people.names([ruling.decided_by])[ruling.decided_by] if ruling else ""
    page = render_template(
        "secondments/show_schedule.html",
        held=held,
        page=found,
        is_home=held.home_id == who.trust,
        ruling=ruling,
        decided_by=by,
        month_line=month_line,
    )
    return kept_private(page)


def _wanted() -> ScheduleOf | None:
    asked = request.args.get("of", "")
    return ScheduleOf(asked) if asked in set(ScheduleOf) else None


def _exported(found: SchedulePage) -> ResponseReturnValue:
    name = f"recharge-{found.secondment.reference.lower()}"
    rows = [
        [
            month_line(line.month),
            line.month.first,
            line.month.last,
            line.month.days,
            line.month.days_in_month,
            *(dict(line.month.lines).get(kind) for kind in LineKind),
            line.month.total,
            line.vat,
            line.due_date,
            line.kept,
        ]
        for line in found.lines
    ]
    download = csv_download if request.args.get("format") == "csv" else sheet_download
    return download(name, [*COLUMNS, *MORE], rows)
