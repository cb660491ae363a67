"""A person's notices, and how they want to be told."""

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from app.notifications import actions, forms, queries, rules
from app.notifications.values import Topic
from app.web.access import actor, signed_in
from app.web.clock import now
from app.web.pagination import Page, page_number, skip_of

bp = Blueprint("notifications", __name__)
PAGE_SIZE = 20
UNREAD = "unread"


@bp.get("/notices")
@signed_in
def list_notices() -> ResponseReturnValue:
    """The notices of the person, unread first."""
    person_id, number = actor().person_id, page_number()
    unread_only = request.args.get("show") == UNREAD
    shown = queries.list_notices(person_id, unread_only=unread_only, skip=skip_of(number, PAGE_SIZE), most=PAGE_SIZE)
    total = queries.count_notices(person_id, unread_only=unread_only)
    return render_template(
        "notifications/list_notices.html",
        page=Page(shown, number, PAGE_SIZE, total),
        unread_only=unread_only,
        unread=queries.count_unread(person_id),
        newest=queries.newest_id(person_id),
    )


@bp.post("/notices/<int:notice_id>")
@signed_in
def open_notice(notice_id: int) -> ResponseReturnValue:
    """Mark a notice read and go where it leads."""
    link = actions.open_notice(notice_id=notice_id, actor=actor(), at=now())
    return redirect(link or "/notices", 303)


@bp.post("/notices/mark-all-read")
@signed_in
def mark_all_read() -> ResponseReturnValue:
    """Mark read every notice up to the newest that the page showed."""
    up_to = request.form.get("up_to", type=int, default=0)
    newest = queries.newest_id(actor().person_id)
    actions.mark_all_read(up_to=min(up_to, newest), actor=actor(), at=now())
    flash("Your notices are marked as read")
    return redirect("/notices", 303)


@bp.route("/notices/choices", methods=["GET", "POST"])
@signed_in
def choose() -> ResponseReturnValue:
    """For each topic: in the site, by email, both or neither."""
    form, topics = forms.ChoicesForm(), _topics()
    if form.validate_on_submit():
        ticked = request.form
        choices = forms.read(topics, ticked.getlist(forms.IN_SITE), ticked.getlist(forms.BY_EMAIL))
        actions.choose(choices=choices, actor=actor(), at=now())
        flash("Your choices are saved")
        return redirect("/notices/choices", 303)
    rows = forms.rows(queries.list_choices(actor().person_id, topics))
    return render_template("notifications/choose.html", form=form, rows=rows), 422 if form.errors else 200


def _topics() -> list[Topic]:
    return rules.topics_for(is_operator=actor().is_operator)
