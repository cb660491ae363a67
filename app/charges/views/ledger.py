"""The ledger of the trust acted for, and its account with each other trust."""

from collections.abc import Sequence

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from app.charges import queries
from app.charges.forms import ledger_form, year_form
from app.charges.rules.years import label_of
from app.charges.values import AccountKind, LedgerRow, LedgerWanted, Statement
from app.charges.views import bp
from app.charges.views.lists import MOST_EXPORTED, PAGE_SIZE, export, is_export, named, page_of
from app.kernel.clock import london_date
from app.kernel.errors import NotFound
from app.trusts import queries as trusts
from app.trusts.values import Permission
from app.web.access import actor, needs
from app.web.clock import now
from app.web.pagination import Page, page_number, skip_of


@bp.get("/ledger")
@needs(Permission.VIEW_MONEY)
def show_ledger() -> ResponseReturnValue:
    """The lines of one of the trust's accounts, with the balance after each."""
    trust_id = actor().trust
    partners = trusts.trusts_by_id(queries.list_ledger_partners(trust_id))
    others = sorted(((each.id, each.name) for each in partners.values()), key=lambda each: each[1].casefold())
    form = ledger_form(others, queries.list_ledger_years(trust_id))
    wanted = LedgerWanted(account=_account(), year=form["year"].data, other_id=form["other"].data)
    names = dict(others)
    if is_export():
        return _export(queries.list_ledger(trust_id, wanted, most=MOST_EXPORTED), names, wanted.account)
    number, total = page_number(), queries.count_ledger(trust_id, wanted)
    rows = queries.list_ledger(trust_id, wanted, skip=skip_of(number, PAGE_SIZE), most=PAGE_SIZE)
    summaries = queries.summarise_ledger(trust_id, year=wanted.year)
    return render_template(
        "charges/show_ledger.html",
        form=form,
        page=Page(rows, number, PAGE_SIZE, total),
        wanted=wanted,
        summaries=summaries,
        summary=next(each for each in summaries if each.account is wanted.account),
        names=names,
        partners=[partners[each] for each, _ in others],
        year_label=label_of(wanted.year) if wanted.year is not None else "",
    )


@bp.get("/ledger/statements/<uid>")
@needs(Permission.VIEW_MONEY)
def show_statement(uid: str) -> ResponseReturnValue:
    """The account between the trust and one other: what each owes, and the balance of both."""
    trust_id, other = actor().trust, trusts.get_trust_by_uid(uid)
    if other.id not in queries.list_ledger_partners(trust_id):
        raise NotFound(f"trust {trust_id} has no account with {uid}")
    form = year_form(queries.list_ledger_years(trust_id))
    statement = queries.get_statement(trust_id, other.id, year=form["year"].data)
    if is_export():
        return _export_statement(statement, uid)
    return render_template(
        "charges/show_statement.html",
        form=form,
        statement=statement,
        page=page_of(statement.rows, PAGE_SIZE),
        other=other,
        our_name=dict(named([trust_id]))[trust_id],
        today=london_date(now()),
    )


def _account() -> AccountKind:
    asked = request.args.get("account", "")
    return next((kind for kind in AccountKind if kind.is_a_trusts and kind == asked), AccountKind.PAYABLE)


def _export(rows: Sequence[LedgerRow], names: dict[int, str], account: AccountKind) -> Response:
    headings = ["Date", "What", "Reference", "Invoice", "Other trust", "Amount", "Balance"]
    lines = [
        (
            london_date(row.effective_at),
            row.kind.label,
            row.subject,
            row.invoice_reference,
            names.get(row.other_trust_id or 0, ""),
            row.amount,
            row.balance,
        )
        for row in rows
    ]
    return export(f"ledger-{account.value.replace('_', '-')}", headings, lines)


def _export_statement(statement: Statement, uid: str) -> Response:
    headings = ["Date", "What", "Reference", "Invoice", "They owe us", "We owe them", "Balance"]
    lines = [
        (
            london_date(row.effective_at),
            row.kind.label,
            row.subject,
            row.invoice_reference,
            row.they_owe or None,
            row.we_owe or None,
            row.balance,
        )
        for row in statement.rows
    ]
    return export(f"statement-{uid}", headings, lines)
