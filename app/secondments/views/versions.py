"""Beginning a secondment, issuing a version, withdrawing it, giving up: what is not undone asks first."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.kernel.clock import london_date
from app.kernel.errors import Refused
from app.listings.rules import Incomplete
from app.secondments.actions import agreements as actions
from app.secondments.actions.abandoning import abandon
from app.secondments.forms.secondments import AbandonForm, IssueForm, WithdrawForm
from app.secondments.queries.agreements import faults_of_pay, faults_of_ruling, faults_of_terms
from app.secondments.queries.interests import get_interest
from app.secondments.queries.recharge import find_vat_ruling
from app.secondments.queries.secondments import (
    draft_of,
    find_by_interest,
    get_secondment,
    open_version,
    version_in_force,
)
from app.secondments.rules.agreements import check_can_abandon
from app.secondments.rules.agreements_words import band_words, basis_words, changes_words, working_words
from app.secondments.values import SecondmentValue
from app.secondments.views import bp
from app.trusts.values import Permission
from app.web.access import actor, needs
from app.web.clock import now
from app.web.private import kept_private


@bp.post("/interests/<reference>/begin")
@needs(Permission.POST_SECONDMENTS)
def begin_secondment(reference: str) -> ResponseReturnValue:
    """Begin to draw up what two trusts agreed; where it has begun already, that is shown."""
    interest = get_interest(actor().trust, reference)
    begun = find_by_interest(interest.id)
    if begun is not None:
        return redirect(url_for("secondments.show_secondment", reference=begun.reference), 303)
    try:
        made = actions.begin_secondment(interest_reference=reference, actor=actor(), at=now())
    except Refused as refused:
        flash(refused.message, "notice")
        return redirect(url_for("secondments.show_interest", reference=reference), 303)
    flash("The terms are filled in as far as the adverts say. Complete them with the other trust.")
    return redirect(url_for("secondments.show_secondment", reference=made), 303)


@bp.route("/secondments/<reference>/issue", methods=["GET", "POST"])
@needs(Permission.POST_SECONDMENTS)
def issue_version(reference: str) -> ResponseReturnValue:
    """Look over what all three are asked to sign, then issue it; what is missing is listed with where to enter it."""
    held, form = get_secondment(actor().trust, reference), IssueForm()
    if form.validate_on_submit():
        try:
            number = actions.issue_version(reference=reference, actor=actor(), at=now())
            flash(f"Version {number} is issued. All three are asked to sign it.")
            return redirect(url_for("secondments.show_secondment", reference=reference), 303)
        except Incomplete:
            form.refuse(Refused("Something is missing: complete what is listed below, then issue it"))
        except Refused as refused:
            form.refuse(refused)
    draft = draft_of(held.id)
    page = render_template(
        "secondments/issue_version.html",
        form=form,
        held=held,
        draft=draft,
        lacks=_lacks(held),
        hours=[working_words(draft.terms.working), *changes_words(draft.terms)],
        basis=basis_words(draft.terms, draft.pay),
        band=band_words(draft.pay, draft.terms.start_date),
    )
    return kept_private(page, 422 if form.error_list else 200)


@bp.route("/secondments/<reference>/withdraw", methods=["GET", "POST"])
@needs(Permission.POST_SECONDMENTS)
def withdraw_version(reference: str) -> ResponseReturnValue:
    """Take back the version that is being signed, so that the terms can be changed; asks first."""
    held, form = get_secondment(actor().trust, reference), WithdrawForm()
    version = open_version(held.id)
    if version is None:
        flash("No version is being signed now", "notice")
        return redirect(url_for("secondments.show_secondment", reference=reference), 303)
    if form.validate_on_submit():
        actions.withdraw_version(reference=reference, actor=actor(), at=now())
        flash(f"Version {version.number} is withdrawn. Change the terms, then issue another.")
        return redirect(url_for("secondments.show_secondment", reference=reference), 303)
    return render_template("secondments/withdraw_version.html", form=form, held=held, version=version)


@bp.route("/secondments/<reference>/abandon", methods=["GET", "POST"])
@needs(Permission.POST_SECONDMENTS)
def abandon_secondment(reference: str) -> ResponseReturnValue:
    """Give up what was never in force; asks first, and for a message to the other trust."""
    held, form = get_secondment(actor().trust, reference), AbandonForm()
    check_can_abandon(held.state, was_in_force=version_in_force(held.id) is not None)
    if form.validate_on_submit():
        try:
            abandon(reference=reference, reason=form.message.data, actor=actor(), at=now())
        except Refused as refused:
            refused.field = "message" if refused.field not in form else refused.field
            form.refuse(refused)
        else:
            flash("This secondment came to nothing. The other trust is told.")
            return redirect(url_for("secondments.show_secondment", reference=reference), 303)
    page = render_template("secondments/abandon_secondment.html", form=form, held=held)
    return page, 422 if form.error_list else 200


def _lacks(held: SecondmentValue) -> list[tuple[str, str, str]]:
    """What the draft lacks: what it is, where it is entered, and on which page."""
    draft, base = draft_of(held.id), f"/secondments/{held.reference}"
    parts = (
        ("terms", f"{base}/terms?check=1", faults_of_terms(held, draft.terms, today=london_date(now()))),
        ("pay", f"{base}/pay", faults_of_pay(draft)),
        ("VAT", f"{base}/vat", faults_of_ruling(draft, find_vat_ruling(held.id))),
    )
    return [(fault.message, path, page) for page, path, faults in parts for fault in faults]
