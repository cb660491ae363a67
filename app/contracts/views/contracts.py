"""The list of a trust's contracts, and the page of one."""

from collections.abc import Iterable
from datetime import date

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.contracts import queries, rules
from app.contracts.forms import NarrowForm
from app.contracts.rules.words import cpv_words
from app.contracts.values import ContractSort, ContractValue
from app.contracts.views import bp
from app.kernel.clock import london_date
from app.listings.categories import label_of
from app.people import queries as people
from app.trusts import queries as trusts
from app.trusts.values import Permission
from app.web.access import actor, needs
from app.web.clock import now
from app.web.downloads import Cell, csv_download, sheet_download
from app.web.pagination import Page, page_number, skip_of, sort_order

PAGE_SIZE = 20
HEADINGS = (
    "Contract", "Title", "Supplier", "Category", "CPV code", "First day", "Last day", "Last day to give notice",
    "Value without VAT", "A year without VAT", "Schools", "Responsible", "Comes from", "Its reference", "State",
)  # fmt: skip
DEEDS = {
    "contracts.added": "Added by hand",
    "contracts.bound": "Put into the register by its trade",
    "contracts.rebound": "Brought up to date by its trade",
    "contracts.changed": "Changed",
    "contracts.ended": "Its end was recorded",
    "contracts.released": "Ended by its trade",
    "contracts.documents_added": "Documents added",
    "contracts.document_removed": "A document removed",
}


@bp.get("/contracts")
@needs(Permission.VIEW_CONTRACTS)
def list_contracts() -> ResponseReturnValue:
    """What the trust is bound to: those that have not ended, until others are asked for; the soonest end first."""
    trust, form, today = actor().trust, NarrowForm(), london_date(now())
    key, down = sort_order([each.value for each in ContractSort], first="end")
    narrowed, sort = form.narrowed, ContractSort(key)
    kind = request.args.get("format")
    if kind in ("csv", "xlsx"):
        every = queries.list_contracts(trust, narrowed, sort, 0, None, on=today, downwards=down)
        return _export(kind, every, today)
    number = page_number()
    found = queries.list_contracts(
        trust, narrowed, sort, skip_of(number, PAGE_SIZE), PAGE_SIZE, on=today, downwards=down
    )
    return render_template(
        "contracts/list_contracts.html",
        form=form,
        page=Page([(each, rules.state_on(each, today)) for each in found], number, PAGE_SIZE,
                  queries.count_contracts(trust, narrowed, on=today)),
        sort=f"-{key}" if down else key,
        keeps=actor().may(Permission.KEEP_CONTRACTS),
    )  # fmt: skip


@bp.get("/contracts/<reference>")
@needs(Permission.VIEW_CONTRACTS)
def show_contract(reference: str) -> ResponseReturnValue:
    """One contract: its days, money, schools, documents and what happened to it."""
    who, today = actor(), london_date(now())
    contract = queries.get_contract(who.trust, reference)
    others = [contract.counterparty_id] if contract.counterparty_id else []
    return render_template(
        "contracts/show_contract.html",
        contract=contract,
        state=rules.state_on(contract, today),
        today=today,
        category=label_of(contract.category) if contract.category else "",
        cpv=cpv_words(contract.cpv),
        counterparty=trusts.trusts_by_id(others).get(contract.counterparty_id or 0),
        schools=school_names(contract.school_ids),
        responsible=people.names([contract.responsible_id])[contract.responsible_id] if contract.responsible_id else "",
        documents=queries.list_documents(contract.id),
        keeps=who.may(Permission.KEEP_CONTRACTS),
        runs=who.may(Permission.RUN_PROCUREMENT),
        timeline_rows=trusts.list_told(who.trust, [reference], DEEDS),
    )


def school_names(school_ids: Iterable[int]) -> list[str]:
    """The names of some schools, in order."""
    return sorted(each.name for each in trusts.schools_by_id(school_ids).values())


def _export(kind: str, contracts: list[ContractValue], today: date) -> ResponseReturnValue:
    download = csv_download if kind == "csv" else sheet_download
    names = people.names({each.responsible_id for each in contracts if each.responsible_id})
    schools = trusts.schools_by_id({number for each in contracts for number in each.school_ids})
    rows = [
        _row(
            each,
            today,
            names.get(each.responsible_id or 0, ""),
            "; ".join(sorted(schools[number].name for number in each.school_ids if number in schools)),
        )
        for each in contracts
    ]
    return download("contracts", HEADINGS, rows)


def _row(each: ContractValue, today: date, responsible: str, schools: str) -> list[Cell]:
    return [
        each.reference, each.title, each.supplier, label_of(each.category) if each.category else "", each.cpv,
        each.start_date, each.last_date, each.notice_date, each.value, each.yearly, schools, responsible,
        each.source.label, each.source_reference, rules.state_on(each, today).label,
    ]  # fmt: skip
