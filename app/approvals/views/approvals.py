"""What awaits a decision, what was decided, and deciding."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.approvals import actions, queries
from app.approvals.forms import DecidedFilterForm, DecideForm
from app.approvals.rules import AlreadyDecided, check_may_decide
from app.approvals.values import ApprovalState, ApprovalValue, DecidedFilter, Ruling, Tab, deadline_of, sentence_for
from app.approvals.views import bp
from app.kernel.errors import Refused
from app.people import queries as people
from app.trusts.values import Permission
from app.web.access import actor, needs
from app.web.clock import now
from app.web.downloads import Cell, csv_download
from app.web.pagination import Page, page_number, skip_of

PAGE_SIZE = 20
HEADINGS = (
    "Request",
    "What for",
    "About",
    "Value",
    "VAT",
    "State",
    "Asked by",
    "Asked",
    "Decide by",
    "Decided by",
    "Decided",
    "Reason",
)


@bp.get("/approvals")
@needs(Permission.VIEW_TRUST)
def list_approvals() -> ResponseReturnValue:
    """What awaits the person's own decision, what awaits others', and what was decided."""
    who, tab = actor(), _tab()
    form = DecidedFilterForm()
    narrowed = form.narrowed if tab is Tab.DECIDED else DecidedFilter()
    own: dict[str, Any] = {"person_id": who.person_id, "trust_id": who.trust, "narrowed": narrowed}
    if request.args.get("format") == "csv":
        return _export(queries.list_in_tab(tab, **own, most=None))
    number = page_number()
    found = queries.list_in_tab(tab, **own, skip=skip_of(number, PAGE_SIZE), most=PAGE_SIZE)
    return render_template(
        "approvals/list_approvals.html",
        tab=tab,
        tabs=list(Tab),
        form=form,
        page=Page(found, number, PAGE_SIZE, queries.count_in_tab(tab, **own)),
        mine=queries.count_awaiting(who.person_id, who.trust),
        is_narrowed=narrowed != DecidedFilter(),
        names=_names(found),
    )


@bp.get("/approvals/<reference>")
@needs(Permission.VIEW_TRUST)
def show_approval(reference: str) -> ResponseReturnValue:
    """What was asked, as it was asked; who may decide; what was decided."""
    who = actor()
    approval = queries.get_own(who.trust, reference)
    ruling = queries.rulings_on(who.trust, [approval]).get(reference)
    deciders = people.names(ruling.deciders) if ruling else {}
    waits = approval.state is ApprovalState.AWAITING
    return render_template(
        "approvals/show_approval.html",
        approval=approval,
        ruling=ruling,
        waits=waits,
        decides=waits and who.person_id in deciders,
        records=waits and (who.may(Permission.BUY) or who.may(Permission.APPROVE)),
        deadline=deadline_of(approval.decide_by) if approval.decide_by else "",
        sentence=sentence_for(ruling, list(deciders.values())) if ruling else "",
        names=_names([approval]),
    )


@bp.route("/approvals/<reference>/decide", methods=["GET", "POST"])
@needs(Permission.APPROVE)
def decide_approval(reference: str) -> ResponseReturnValue:
    """Approve or decline; one page shows what is asked and asks for confirmation."""
    approval, ruling = _mine_to_decide(reference)
    form = DecideForm()
    if form.validate_on_submit():
        try:
            return _decided(reference, form)
        except AlreadyDecided as refused:
            flash(refused.message, "notice")
            return redirect(url_for("approvals.show_approval", reference=reference), 303)
        except Refused as refused:
            form.refuse(refused)
    page = render_template(
        "approvals/decide_approval.html",
        form=form,
        approval=approval,
        missing=max(0, ruling.quotes_needed - len(approval.quotes)),
        needed=ruling.quotes_needed,
        deadline=deadline_of(approval.decide_by) if approval.decide_by else "",
        names=_names([approval]),
    )
    return page, 422 if form.error_list else 200


def _mine_to_decide(reference: str) -> tuple[ApprovalValue, Ruling]:
    """Raises NotFound for another trust's, NotYours or AlreadyDecided for one that is not the actor's to decide."""
    who = actor()
    approval = queries.get_own(who.trust, reference)
    ruling = queries.rulings_on(who.trust, [approval]).get(reference)
    check_may_decide(who.person_id, requester=approval.requested_by, ruling=ruling, state=approval.state)
    assert ruling is not None
    return approval, ruling


def _decided(reference: str, form: DecideForm) -> ResponseReturnValue:
    said: dict[str, Any] = {"reference": reference, "reason": form.reason.data, "actor": actor(), "at": now()}
    if form.decision.data == "approve":
        actions.approve(**said, waiver_reason=form.waiver_reason.data)
        flash("Approved")
    else:
        actions.decline(**said)
        flash("Declined")
    return redirect(url_for("approvals.list_approvals"), 303)


def _tab() -> Tab:
    asked = request.args.get("tab", "")
    if asked in list(Tab):
        return Tab(asked)
    return Tab.MINE if actor().may(Permission.APPROVE) else Tab.WAITING


def _names(approvals: list[ApprovalValue]) -> dict[int, str]:
    asked = {each.requested_by for each in approvals} | {each.decided_by for each in approvals if each.decided_by}
    quoted = {quote.recorded_by for each in approvals for quote in each.quotes}
    return people.names(asked | quoted)


def _export(approvals: list[ApprovalValue]) -> ResponseReturnValue:
    names = _names(approvals)
    return csv_download("approvals", HEADINGS, [_row(each, names) for each in approvals])


def _row(each: ApprovalValue, names: dict[int, str]) -> list[Cell]:
    decided = names[each.decided_by] if each.decided_by else None
    return [
        each.reference, each.title, each.subject, each.value, each.value_label, each.state_label,
        names[each.requested_by], each.requested_at, each.decide_by, decided, each.decided_at, each.reason,
    ]  # fmt: skip
