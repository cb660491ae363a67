"""The orders that a trust bought and sold: the list, one order, and what may be done with it."""

from datetime import datetime

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.kernel.clock import accounting_year, london_date
from app.kernel.errors import NotFound, Refused
from app.services import actions, queries
from app.services.forms import DeclineForm, OrderFilterForm, ReasonForm, WithdrawForm
from app.services.values import OrderFilter, OrderLine, OrderSort, OrderState, OrderValue, Side
from app.services.views import bp
from app.services.views.words import DEEDS
from app.trusts import queries as trusts
from app.trusts.values import Permission
from app.web.access import actor, needs
from app.web.clock import now
from app.web.downloads import Cell, csv_download, sheet_download
from app.web.pagination import Page, page_number, skip_of, sort_order

PAGE_SIZE = 20
YEARS_BACK, YEARS_AHEAD = 5, 2
HEADINGS = (
    "Order", "Service", "Trust", "State", "Placed", "Start", "Years", "Schools",
    "A year without VAT", "Whole life without VAT", "Whole life with VAT", "PO number", "Agreement",
)  # fmt: skip


@bp.get("/orders")
@needs(Permission.VIEW_TRUST)
def list_orders() -> ResponseReturnValue:
    """What the trust ordered, and on the other tab what was ordered of it."""
    form = OrderFilterForm(_years(now()))
    side = Side.SOLD if request.args.get("side") == Side.SOLD else Side.BOUGHT
    narrowed, trust = form.narrowed(side), actor().trust
    key, down = sort_order([each.value for each in OrderSort], first="-placed")
    how = {"sort": OrderSort(key), "descending": down}
    kind = request.args.get("format")
    if kind in ("csv", "xlsx"):
        return _export(kind, side, queries.list_orders(trust, narrowed, most=None, **how))  # type: ignore[arg-type]
    number = page_number()
    lines = queries.list_orders(trust, narrowed, skip=skip_of(number, PAGE_SIZE), most=PAGE_SIZE, **how)  # type: ignore[arg-type]
    return render_template(
        "services/list_orders.html",
        form=form,
        page=Page(lines, number, PAGE_SIZE, queries.count_orders(trust, narrowed)),
        side=side,
        is_narrowed=narrowed != OrderFilter(side),
        sort=f"-{key}" if down else key,
        waiting=queries.count_to_answer(trust),
    )


@bp.get("/orders/<reference>")
@needs(Permission.VIEW_TRUST)
def show_order(reference: str) -> ResponseReturnValue:
    """One order, its price with the working, what happened to it, and what may be done now."""
    who, order = actor(), queries.get_order(actor().trust, reference)
    side = order.side_of(who.trust)
    return render_template(
        "services/show_order.html",
        order=order,
        working=order.working,
        side=side,
        parties=trusts.trusts_by_id([order.buyer_id, order.provider_id]),
        timeline_rows=_timeline(who.trust, order),
        answers=side is Side.SOLD and order.state is OrderState.AWAITING_PROVIDER and who.may(Permission.FULFIL),
        withdraws=side is Side.BOUGHT and order.state.is_open and who.may(Permission.BUY),
    )


@bp.route("/orders/<reference>/accept", methods=["GET", "POST"])
@needs(Permission.FULFIL)
def accept_order(reference: str) -> ResponseReturnValue:
    """The provider takes the order on; asks first."""
    order = _sold(reference)
    if request.method == "POST":
        agreement = actions.accept_order(reference=reference, actor=actor(), at=now())
        flash("Accepted. The agreement stands and its first year has been charged.")
        return redirect(url_for("services.show_agreement", reference=agreement), 303)
    if order.state is not OrderState.AWAITING_PROVIDER:
        return redirect(url_for("services.show_order", reference=reference))
    return render_template("services/accept_order.html", order=order, buyer=trusts.get_trust(order.buyer_id))


@bp.route("/orders/<reference>/decline", methods=["GET", "POST"])
@needs(Permission.FULFIL)
def decline_order(reference: str) -> ResponseReturnValue:
    """The provider does not take the order on, and says why."""
    order, form = _sold(reference), DeclineForm()
    if form.validate_on_submit():
        try:
            actions.decline_order(reference=reference, reason=form.reason.data, actor=actor(), at=now())
            flash("Declined. The buyer has been told why.")
            return redirect(url_for("services.show_order", reference=reference), 303)
        except Refused as refused:
            form.refuse(refused)
    return _with_reason("services/decline_order.html", form, order)


@bp.route("/orders/<reference>/withdraw", methods=["GET", "POST"])
@needs(Permission.BUY)
def withdraw_order(reference: str) -> ResponseReturnValue:
    """The buyer takes the order back, and says why."""
    order, form = queries.get_order(actor().trust, reference), WithdrawForm()
    if order.side_of(actor().trust) is not Side.BOUGHT:
        raise NotFound(f"{reference} was not bought")
    if form.validate_on_submit():
        try:
            actions.withdraw_order(reference=reference, reason=form.reason.data, actor=actor(), at=now())
            flash("Order withdrawn")
            return redirect(url_for("services.show_order", reference=reference), 303)
        except Refused as refused:
            form.refuse(refused)
    return _with_reason("services/withdraw_order.html", form, order)


def _sold(reference: str) -> OrderValue:
    order = queries.get_order(actor().trust, reference)
    if order.side_of(actor().trust) is not Side.SOLD:
        raise NotFound(f"{reference} was not sold")
    return order


def _with_reason(template: str, form: ReasonForm, order: OrderValue) -> ResponseReturnValue:
    return render_template(template, form=form, order=order), 422 if form.error_list else 200


def _timeline(trust_id: int, order: OrderValue) -> list[tuple[datetime, str, str, str]]:
    """What happened to an order as far as this trust may know: (when, what, who, more)."""
    about = [each for each in (order.reference, order.approval_reference, order.agreement_reference) if each]
    return trusts.list_told(trust_id, about, DEEDS)


def _years(at: datetime) -> list[int]:
    this = accounting_year(london_date(at))
    return list(range(this + YEARS_AHEAD, this - YEARS_BACK - 1, -1))


def _export(kind: str, side: Side, lines: list[OrderLine]) -> ResponseReturnValue:
    download = csv_download if kind == "csv" else sheet_download
    return download(f"orders-{side.value}", HEADINGS, [_row(each) for each in lines])


def _row(line: OrderLine) -> list[Cell]:
    return [
        line.reference, line.title, line.other_trust, line.state.label, line.placed_at, line.start_date, line.years,
        line.schools, line.year_net, line.whole_net, line.whole_gross, line.po_number, line.agreement_reference,
    ]  # fmt: skip
