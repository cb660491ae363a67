"""The lead trust's pages: drafting a round part by part, publishing, discarding and copying it."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.kernel.clock import london_date
from app.kernel.errors import NotFound, Refused
from app.listings import actions as listings
from app.listings.rules import Incomplete, Outdated
from app.procurement.actions import rounds as actions
from app.procurement.actions.rounds_rows import typed_of
from app.procurement.forms.rounds import AboutForm, ContractForm, JoiningForm, TimetableForm
from app.procurement.queries.rounds import get_own_round, invited_ids
from app.procurement.rules import rounds as rules
from app.procurement.values import RoundTyped, RoundValue, Stage
from app.procurement.views import bp
from app.procurement.views.rounds_shown import shown_draft
from app.procurement.views.tasks import PART_TITLES, parts_open
from app.trusts.values import Permission
from app.web.access import actor, needs
from app.web.clock import now

FORMS = {"about": AboutForm, "contract": ContractForm, "timetable": TimetableForm, "joining": JoiningForm}


@bp.route("/rounds/new", methods=["GET", "POST"])
@needs(Permission.RUN_PROCUREMENT)
def draft_round() -> ResponseReturnValue:
    """Begin a round as a draft, with what is bought."""
    form = AboutForm()
    if form.validate_on_submit():
        try:
            typed = form.typed_into(RoundTyped())
            reference = actions.draft_round(shared=form.shared, typed=typed, actor=actor(), at=now())
        except Incomplete as incomplete:
            _refuse(form, incomplete)
        else:
            flash("Draft saved. Go through the other parts, then publish it.")
            return redirect(url_for("procurement.show_round", reference=reference), 303)
    page = render_template("procurement/draft_round.html", form=form)
    return page, 422 if form.error_list else 200


@bp.route("/rounds/<reference>/change/<part>", methods=["GET", "POST"])
@needs(Permission.RUN_PROCUREMENT)
def change_round(reference: str, part: str) -> ResponseReturnValue:
    """Change a part of a round; somebody else's change meanwhile is told."""
    held = get_own_round(actor().trust, reference)
    rules.check_can_change(held)
    if part not in FORMS or part not in parts_open(held):
        raise NotFound(f"no part {part} of {reference} to change")
    form = _form_of(held, part)
    outdated = False
    if request.method == "POST" and form.validate():
        try:
            _change(held, form.shared, form.typed_into(_typed(held)), form.version.number)
        except Incomplete as incomplete:
            _refuse(form, incomplete)
        except Outdated as refused:
            form.refuse(refused)
            form.version.show(held.listing.version)
            outdated = True
        else:
            flash("Changes saved")
            return redirect(url_for("procurement.show_round", reference=reference), 303)
    page = render_template(
        "procurement/change_round.html",
        form=form,
        held=held,
        part=part,
        title=PART_TITLES[part],
        outdated=outdated,
        undoes=held.stage is Stage.COMMITMENT and part in UNDOING,
    )
    return page, 422 if form.error_list else 200


UNDOING = ("about", "contract", "timetable", "joining", "lots")
"""Parts of which the participation agreement speaks: changing them undoes what trusts committed to."""


@bp.route("/rounds/<reference>/publish", methods=["GET", "POST"])
@needs(Permission.RUN_PROCUREMENT)
def publish_round(reference: str) -> ResponseReturnValue:
    """Open a draft for interest; what it lacks is told above its parts, all at once.

    Read again in the browser, the page of what it lacked leads to the round.
    """
    held = get_own_round(actor().trust, reference)
    if request.method == "GET":
        return redirect(url_for("procurement.show_round", reference=reference))
    try:
        actions.publish_round(reference=reference, actor=actor(), at=now())
    except Incomplete as incomplete:
        return shown_draft(held, incomplete.faults), 422
    flash("Published. Trusts can show interest, and those that you invited are told.")
    return redirect(url_for("procurement.show_round", reference=reference), 303)


@bp.route("/rounds/<reference>/discard", methods=["GET", "POST"])
@needs(Permission.RUN_PROCUREMENT)
def discard_round(reference: str) -> ResponseReturnValue:
    """Throw a draft away; asks first."""
    held = get_own_round(actor().trust, reference)
    rules.check_can_discard(held)
    if request.method == "POST":
        actions.discard_round(reference=reference, actor=actor(), at=now())
        flash("Draft discarded")
        return redirect(url_for("procurement.list_rounds", shelf="led"), 303)
    return render_template("procurement/discard_round.html", held=held)


@bp.post("/rounds/<reference>/copy")
@needs(Permission.RUN_PROCUREMENT)
def copy_round(reference: str) -> ResponseReturnValue:
    """Begin a draft that runs a round again."""
    copied = actions.copy_round(reference=reference, actor=actor(), at=now())
    flash("Copied to a new draft, each day a year later or more. Check the timetable and change what differs.")
    return redirect(url_for("procurement.show_round", reference=copied), 303)


def save_lots(held: RoundValue, typed: RoundTyped, version: int) -> None:
    """Change the lots of a round of the trust acted for, and nothing else of it."""
    _change(held, None, typed, version)


def _change(held: RoundValue, shared: Any, typed: RoundTyped, version: int) -> None:
    actions.change_round(
        reference=held.reference,
        shared=shared or listings.draft_of(held.listing),
        typed=typed,
        version=version,
        actor=actor(),
        at=now(),
    )


def _typed(held: RoundValue) -> RoundTyped:
    return typed_of(held, invited_ids(held.id))


def _form_of(held: RoundValue, part: str) -> Any:
    form = FORMS[part]
    more = {"today": london_date(now())} if part == "contract" else {}
    return form(held, data={**form.shown(held), "version": str(held.listing.version)}, **more)


def _refuse(form: Any, incomplete: Incomplete) -> None:
    said: set[tuple[str | None, str]] = set()
    for fault in incomplete.faults:
        if (fault.field, fault.message) not in said:
            said.add((fault.field, fault.message))
            form.refuse(Refused(fault.message, field=fault.field))
