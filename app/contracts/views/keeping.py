"""Adding a contract by hand, changing or supplementing one, and recording that it ended early."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.contracts import actions, queries, rules
from app.contracts.forms import ContractForm, EndForm, SupplementForm, said_of
from app.contracts.values import ContractValue
from app.contracts.views import bp
from app.kernel.clock import london_date
from app.kernel.errors import Refused
from app.people import queries as people
from app.trusts import queries as trusts
from app.trusts.values import Permission
from app.web.access import actor, needs
from app.web.clock import now


@bp.route("/contracts/new", methods=["GET", "POST"])
@needs(Permission.KEEP_CONTRACTS)
def add_contract() -> ResponseReturnValue:
    """A contract by hand."""
    form = ContractForm(_people(), _schools(), data={"is_counted": True})
    if form.validate_on_submit():
        try:
            reference = actions.add_contract(kept=form.kept, said=form.said, actor=actor(), at=now())
        except Refused as refused:
            form.refuse(refused)
        else:
            flash("Contract added")
            return redirect(url_for("contracts.show_contract", reference=reference), 303)
    page = render_template("contracts/add_contract.html", form=form)
    return page, 422 if form.error_list else 200


@bp.route("/contracts/<reference>/change", methods=["GET", "POST"])
@needs(Permission.KEEP_CONTRACTS)
def change_contract(reference: str) -> ResponseReturnValue:
    """Change a contract that was added by hand; of one that a trade keeps, say what the trade does not."""
    contract = queries.get_contract(actor().trust, reference)
    form = _form(contract)
    if form.validate_on_submit():
        try:
            _save(contract, form)
        except Refused as refused:
            form.refuse(refused)
        else:
            flash("Saved")
            return redirect(url_for("contracts.show_contract", reference=reference), 303)
    page = render_template("contracts/change_contract.html", form=form, contract=contract)
    return page, 422 if form.error_list else 200


@bp.route("/contracts/<reference>/end", methods=["GET", "POST"])
@needs(Permission.KEEP_CONTRACTS)
def end_contract(reference: str) -> ResponseReturnValue:
    """Record that a contract ends early, went to a new supplier or never began; asks first."""
    contract = queries.get_contract(actor().trust, reference)
    form, refusal = EndForm(), ""
    try:
        rules.check_may_end(contract)
    except Refused as refused:
        refusal = refused.message
    if not refusal and form.validate_on_submit():
        assert form.last_date.data is not None, "the last day is needed"
        try:
            actions.end_contract(
                reference=reference,
                last_date=form.last_date.data,
                reason=form.reason.data,
                note=form.note.data,
                actor=actor(),
                at=now(),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            flash("The end of the contract is recorded")
            return redirect(url_for("contracts.show_contract", reference=reference), 303)
    page = render_template("contracts/end_contract.html", form=form, contract=contract, refusal=refusal)
    return page, 422 if form.error_list else 200


def _form(contract: ContractValue) -> SupplementForm:
    shown = said_of(contract)
    if contract.is_by_hand:
        return ContractForm(_people(contract), _schools(contract), data=shown)
    return SupplementForm(_people(contract), data=shown)


def _save(contract: ContractValue, form: SupplementForm) -> None:
    typed = form.version.data or ""
    seen = int(typed) if typed.isascii() and typed.isdigit() else 0
    if isinstance(form, ContractForm):
        actions.change_contract(
            reference=contract.reference, kept=form.kept, said=form.said, version=seen, actor=actor(), at=now()
        )
    else:
        actions.supplement_contract(reference=contract.reference, said=form.said, version=seen, actor=actor(), at=now())


def _people(contract: ContractValue | None = None) -> dict[int, str]:
    """The trust's members by id, and whoever is responsible already, by name."""
    ids = {each.person_id for each in trusts.list_members(actor().trust)}
    if contract is not None and contract.responsible_id is not None:
        ids.add(contract.responsible_id)
    return dict(sorted(people.names(ids).items(), key=lambda each: each[1].casefold()))


def _schools(contract: ContractValue | None = None) -> dict[int, str]:
    """The trust's schools by id, and those that the contract is for already."""
    own = {each.id: each.name for each in trusts.list_schools(actor().trust, london_date(now()))}
    gone = set(contract.school_ids if contract else ()) - set(own)
    return own | {number: each.name for number, each in trusts.schools_by_id(gone).items()}
