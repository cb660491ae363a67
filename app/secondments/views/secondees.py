"""The people whom a trust would lend: the list, and putting right or erasing what is kept of one."""

from functools import partial

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.kernel.clock import london_date
from app.kernel.errors import Refused
from app.secondments.actions import interests, secondees
from app.secondments.forms.secondees import SecondeeFilterForm, secondee_form
from app.secondments.queries.interests import interests_of_secondee
from app.secondments.queries.interests_shown import shown_to
from app.secondments.queries.secondees import count_secondees, get_secondee, list_secondees
from app.secondments.queries.secondments import secondments_of
from app.secondments.rules.retention import LENT, Kept, period_on
from app.secondments.values import SecondeeValue
from app.secondments.views import bp
from app.trusts.values import Permission
from app.web.access import actor, needs
from app.web.clock import now
from app.web.downloads import Cell, csv_download, sheet_download
from app.web.pagination import Page, page_number, skip_of, sort_order
from app.web.private import kept_private

PAGE_SIZE = 20
HEADINGS = ("Name", "Email", "Post", "Added")


@bp.get("/secondees", endpoint="list_secondees")
@needs(Permission.POST_SECONDMENTS)
def show_secondees() -> ResponseReturnValue:
    """Everyone whom the trust would lend."""
    form, trust = SecondeeFilterForm(), actor().trust
    text = form.text.data or ""
    key, down = sort_order(["name", "added"], first="name")
    ask = partial(list_secondees, trust, text, by_added=key == "added", descending=down)
    if request.args.get("format") in ("csv", "xlsx"):
        return _export(ask(most=None))
    number = page_number()
    found = ask(skip=skip_of(number, PAGE_SIZE), most=PAGE_SIZE)
    page = render_template(
        "secondments/list_secondees.html",
        form=form,
        page=Page(found, number, PAGE_SIZE, count_secondees(trust, text)),
        is_narrowed=bool(text),
        sort=f"-{key}" if down else key,
        kept={each.value: period_on(each, london_date(now())) for each in Kept},
    )
    return kept_private(page)


@bp.route("/secondees/new", methods=["GET", "POST"])
@needs(Permission.POST_SECONDMENTS)
def add_secondee() -> ResponseReturnValue:
    """Put somebody on record."""
    form = secondee_form()
    if form.validate_on_submit():
        try:
            secondees.add_secondee(draft=form.draft, actor=actor(), at=now())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash("Added. Nobody outside your trust is told until you put them forward.")
            return redirect(url_for("secondments.list_secondees"), 303)
    page = render_template("secondments/add_secondee.html", form=form)
    return kept_private(page, 422 if form.error_list else 200)


@bp.route("/secondees/<int:secondee_id>", methods=["GET", "POST"])
@needs(Permission.POST_SECONDMENTS)
def change_secondee(secondee_id: int) -> ResponseReturnValue:
    """Put right what is kept of somebody, and see what goes on about them."""
    who = get_secondee(actor().trust, secondee_id)
    form = secondee_form(who)
    if form.validate_on_submit():
        try:
            has_moved = secondees.change_secondee(secondee_id=who.id, draft=form.draft, actor=actor(), at=now())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash("Saved. Links sent to the old address do not work any more." if has_moved else "Saved.")
            return redirect(url_for("secondments.list_secondees"), 303)
    page = render_template(
        "secondments/change_secondee.html",
        form=form,
        who=who,
        interests=shown_to(who.trust_id, interests_of_secondee(who.id)),
        secondments=secondments_of(who.id),
    )
    return kept_private(page, 422 if form.error_list else 200)


@bp.post("/secondees/<int:secondee_id>/link")
@needs(Permission.POST_SECONDMENTS)
def send_secondee_link(secondee_id: int) -> ResponseReturnValue:
    """Send somebody a new link to their own page."""
    secondees.send_link(secondee_id=secondee_id, actor=actor(), at=now())
    flash("We sent them a link to their own page. It works for 90 days.")
    return redirect(url_for("secondments.change_secondee", secondee_id=secondee_id), 303)


@bp.route("/secondees/<int:secondee_id>/erase", methods=["GET", "POST"])
@needs(Permission.POST_SECONDMENTS)
def erase_secondee(secondee_id: int) -> ResponseReturnValue:
    """Erase somebody; asks first, and says what goes with them or stands in the way."""
    who = get_secondee(actor().trust, secondee_id)
    refusal = ""
    if request.method == "POST":
        try:
            interests.erase_secondee(secondee_id=who.id, actor=actor(), at=now())
        except Refused as refused:
            refusal = refused.message
        else:
            flash("Erased. Figures and dates stay in your records without a name.")
            return redirect(url_for("secondments.list_secondees"), 303)
    held = secondments_of(who.id)
    page = render_template(
        "secondments/erase_secondee.html",
        who=who,
        refusal=refusal,
        lent=[each for each in held if each.state in LENT],
        open=[each for each in interests_of_secondee(who.id) if each.stage.is_open],
    )
    return kept_private(page, 422 if refusal else 200)


def _export(found: list[SecondeeValue]) -> ResponseReturnValue:
    download = csv_download if request.args.get("format") == "csv" else sheet_download
    return kept_private(download("people-to-lend", HEADINGS, [_row(each) for each in found]))


def _row(who: SecondeeValue) -> list[Cell]:
    return [who.name, who.email, who.home_post, london_date(who.added_at)]
