"""A trust's payments: all of them, and one."""

from flask import make_response, render_template, request
from flask.typing import ResponseReturnValue

from app.settlement import queries
from app.settlement.forms import RunFilterForm
from app.settlement.queries.runs import SORTS
from app.settlement.rules.progress import how_much, moves_by_itself, stages_of, words_of
from app.settlement.rules.runs import is_cancellable
from app.settlement.values import RunState, RunsWanted, RunValue
from app.settlement.views import bp
from app.trusts import queries as trusts
from app.trusts.values import Permission
from app.web.access import actor, needs
from app.web.downloads import Cell, csv_download, sheet_download
from app.web.pagination import Page, page_number, skip_of, sort_order

PAGE_SIZE = 20
REFRESH_SECONDS = 5
HEADINGS = ("Payment", "Invoice", "From", "To", "Amount", "Arrived", "State", "Started", "Paid")
DOWNLOADS = {"csv": csv_download, "xlsx": sheet_download}


@bp.get("/payments")
@needs(Permission.VIEW_MONEY)
def list_runs() -> ResponseReturnValue:
    """What the trust pays and is paid."""
    form, trust_id = RunFilterForm(), actor().trust
    key, down = sort_order(list(SORTS), first="-started")
    wanted = form.wanted(key, down)
    download = DOWNLOADS.get(request.args.get("format", ""))
    if download is not None:
        return download("payments", HEADINGS, _cells(queries.list_runs(trust_id, wanted)))
    number = page_number()
    runs = queries.list_runs(trust_id, wanted, skip=skip_of(number, PAGE_SIZE), most=PAGE_SIZE)
    return render_template(
        "settlement/list_runs.html",
        form=form,
        page=Page(runs, number, PAGE_SIZE, queries.count_runs(trust_id, wanted)),
        names=_names(runs),
        trust_id=trust_id,
        manages_finance=actor().may(Permission.MANAGE_FINANCE),
        is_narrowed=wanted != RunsWanted(sort=key, down=down),
        sort=f"-{key}" if down else key,
    )


def _names(runs: list[RunValue]) -> dict[int, str]:
    return trusts.names({each for run in runs for each in (run.payer_id, run.payee_id)})


def _cells(runs: list[RunValue]) -> list[list[Cell]]:
    names = _names(runs)
    return [
        [
            run.reference,
            run.invoice_number,
            names[run.payer_id],
            names[run.payee_id],
            run.amount,
            run.arrived,
            run.state.label,
            run.started_at,
            run.closed_at,
        ]
        for run in runs
    ]


@bp.get("/payments/<reference>")
@needs(Permission.VIEW_MONEY)
def show_run(reference: str) -> ResponseReturnValue:
    """How far a payment is, and where to send the bank transfer."""
    trust_id = actor().trust
    seen = queries.get_run_detail(trust_id, reference)
    is_ours = seen.run.is_paid_by(trust_id)
    can_cancel = actor().may(Permission.MANAGE_FINANCE) and is_cancellable(
        seen.run.state, seen.pay.state, seen.pay.arrived, is_asked=seen.is_being_cancelled
    )
    response = make_response(
        render_template(
            "settlement/show_run.html",
            seen=seen,
            names=trusts.names([seen.run.payer_id, seen.run.payee_id]),
            is_ours=is_ours,
            can_cancel=is_ours and can_cancel,
            stages=stages_of(seen.run.state),
            happened=[(step.at, *words_of(step)) for step in seen.steps],
            how_much=how_much(seen.pay.arrived, seen.pay.amount),
            RunState=RunState,
        )
    )
    if moves_by_itself(seen):
        response.headers["Refresh"] = str(REFRESH_SECONDS)
    return response
