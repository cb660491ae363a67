"""Drawing up terms: both trusts' HR leads complete them while no version is being signed."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.kernel.clock import london_date
from app.kernel.errors import Refused
from app.listings.rules import Incomplete
from app.secondments.actions import agreements as actions
from app.secondments.forms.terms import (
    MOST_CHANGES,
    TermsForm,
    Typed,
    rows_typed,
    terms_fields,
    terms_form,
    without_change,
)
from app.secondments.queries.agreements import faults_of_terms
from app.secondments.queries.secondments import draft_of, get_secondment, open_version
from app.secondments.rules.agreements import Outdated, check_can_change
from app.secondments.values import DraftValue, SecondmentValue
from app.secondments.views import bp
from app.trusts import queries as trusts
from app.trusts.values import Permission
from app.web.access import actor, needs
from app.web.clock import now
from app.web.private import kept_private

Schools = Sequence[tuple[int, str]]


@bp.route("/secondments/<reference>/terms", methods=["GET", "POST"])
@needs(Permission.POST_SECONDMENTS)
def change_terms(reference: str) -> ResponseReturnValue:
    """The terms of the next version; `check=1` in the address says what they still lack."""
    held = get_secondment(actor().trust, reference)
    if open_version(held.id) is not None:
        return redirect(url_for("secondments.withdraw_version", reference=reference), 303)
    check_can_change(held.state, is_open=False)
    draft, schools = draft_of(held.id), _schools(held)
    if request.method == "GET":
        return _begun(held, draft, schools)
    worked = _worked(request.form)
    if worked is not None:
        form = terms_form(rows_typed(worked))(schools, formdata=worked)
        return _form(form, held, draft, told=True)
    form = terms_form(rows_typed(request.form))(schools)
    if not form.validate():
        return _form(form, held, draft)
    return _save(form, held, draft)


def _save(form: TermsForm, held: SecondmentValue, draft: DraftValue) -> ResponseReturnValue:
    try:
        actions.change_terms(
            reference=held.reference, terms=form.terms, draft_number=form.draft.number, actor=actor(), at=now()
        )
    except Incomplete as incomplete:
        for fault in incomplete.faults:
            form.refuse(fault)
        return _form(form, held, draft)
    except Outdated as outdated:
        form.refuse(outdated)
        form.draft.show(draft.number)
        return _form(form, held, draft, outdated=True)
    except Refused as refused:
        form.refuse(refused)
        return _form(form, held, draft)
    left = len(faults_of_terms(held, form.terms, today=london_date(now())))
    flash("Terms saved" if not left else f"Terms saved. {'1 thing is' if left == 1 else f'{left} things are'} missing.")
    return redirect(url_for("secondments.show_secondment", reference=held.reference), 303)


def _begun(held: SecondmentValue, draft: DraftValue, schools: Schools) -> ResponseReturnValue:
    form = terms_form(len(draft.terms.changes))(schools, data=terms_fields(draft))
    if request.args.get("check"):
        for fault in faults_of_terms(held, draft.terms, today=london_date(now())):
            form.refuse(fault)
    return kept_private(_page(form, held, draft))


def _form(
    form: TermsForm, held: SecondmentValue, draft: DraftValue, *, told: bool = False, outdated: bool = False
) -> ResponseReturnValue:
    return kept_private(_page(form, held, draft, outdated=outdated), 200 if told else 422)


def _page(form: TermsForm, held: SecondmentValue, draft: DraftValue, *, outdated: bool = False) -> str:
    return render_template(
        "secondments/change_terms.html",
        form=form,
        held=held,
        draft=draft,
        outdated=outdated,
        may_add=form.row_count < MOST_CHANGES,
    )


def _worked(typed: Typed) -> Typed | None:
    """What was typed after a button of the form added or removed a row; None where none of them was pressed."""
    if "add" in typed:
        more = typed.copy()
        more["rows"] = str(rows_typed(typed) + 1)
        return more
    gone = typed.get("remove", "")
    return without_change(typed, int(gone)) if gone.isascii() and gone.isdigit() and len(gone) == 1 else None


def _schools(held: SecondmentValue) -> Schools:
    """The host's schools, and the one that the draft has where it has left the host since."""
    found = {school.id: school.name for school in trusts.list_schools(held.host_id, london_date(now()))}
    chosen = draft_of(held.id).terms.place_id
    if chosen is not None and chosen not in found:
        found[chosen] = trusts.schools_by_id([chosen])[chosen].name
    return list(found.items())
