"""The provider's pages: drafting, changing, publishing, closing and copying a service."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.listings.rules import Incomplete, Outdated
from app.services import actions, queries
from app.services.forms import ServiceForm, service_fields
from app.services.values import ServiceValue
from app.services.views import bp
from app.trusts.values import Permission
from app.web.access import actor, needs
from app.web.clock import now


@bp.route("/services/new", methods=["GET", "POST"])
@needs(Permission.PUBLISH)
def draft_service() -> ResponseReturnValue:
    """Begin a service as a draft."""
    form = ServiceForm()
    if form.validate_on_submit():
        try:
            reference = actions.draft_service(shared=form.shared, particulars=form.particulars, actor=actor(), at=now())
        except Incomplete as incomplete:
            return _shown_again(form, incomplete, None)
        flash("Draft saved. Look it over, then publish it.")
        return redirect(url_for("services.show_service", reference=reference), 303)
    return _form(form, None)


@bp.route("/services/<reference>/change", methods=["GET", "POST"])
@needs(Permission.PUBLISH)
def change_service(reference: str) -> ResponseReturnValue:
    """Change a service; somebody else's change meanwhile is told."""
    service = queries.get_own(actor().trust, reference)
    form = ServiceForm(data=service_fields(service))
    if request.method == "POST" and form.validate():
        try:
            actions.change_service(
                reference=reference,
                shared=form.shared,
                particulars=form.particulars,
                version=form.version.number,
                actor=actor(),
                at=now(),
            )
        except Incomplete as incomplete:
            return _shown_again(form, incomplete, reference)
        except Outdated as outdated:
            form.refuse(outdated)
            form.version.show(service.listing.version)
            return _form(form, service, outdated=True)
        flash("Changes saved")
        return redirect(url_for("services.show_service", reference=reference), 303)
    return _form(form, service)


@bp.post("/services/<reference>/publish")
@needs(Permission.PUBLISH)
def publish_service(reference: str) -> ResponseReturnValue:
    """Offer a draft to every trust; what it lacks is shown on its form, all at once."""
    try:
        actions.publish_service(reference=reference, actor=actor(), at=now())
    except Incomplete as incomplete:
        service = queries.get_own(actor().trust, reference)
        form = ServiceForm(formdata=None, data=service_fields(service))
        return _shown_again(form, incomplete, reference)
    flash("Published. Trusts can now find it and order it.")
    return redirect(url_for("services.show_service", reference=reference), 303)


@bp.route("/services/<reference>/close", methods=["GET", "POST"])
@needs(Permission.PUBLISH)
def close_service(reference: str) -> ResponseReturnValue:
    """Offer a service no longer; asks first."""
    if request.method == "POST":
        actions.close_service(reference=reference, actor=actor(), at=now())
        flash("Closed. Nobody can order it any more; agreements on it stand.")
        return redirect(url_for("listings.list_own"), 303)
    return render_template("services/close_service.html", service=queries.get_own(actor().trust, reference))


@bp.post("/services/<reference>/copy")
@needs(Permission.PUBLISH)
def copy_service(reference: str) -> ResponseReturnValue:
    """Begin a new draft from a service."""
    copied = actions.copy_service(reference=reference, actor=actor(), at=now())
    flash("Copied to a new draft. Change what differs, then publish it.")
    return redirect(url_for("services.change_service", reference=copied), 303)


def _shown_again(form: ServiceForm, incomplete: Incomplete, reference: str | None) -> ResponseReturnValue:
    for fault in incomplete.faults:
        form.refuse(fault)
    return _form(form, queries.get_own(actor().trust, reference) if reference else None)


def _form(form: ServiceForm, service: ServiceValue | None, *, outdated: bool = False) -> ResponseReturnValue:
    page = render_template("services/draft_service.html", form=form, service=service, outdated=outdated)
    return page, 422 if form.error_list else 200
