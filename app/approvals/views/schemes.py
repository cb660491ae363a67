"""The trust's scheme of delegation, and who holds its posts."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.approvals import actions, queries
from app.approvals.default_scheme import default_scheme
from app.approvals.forms import AppointForm, SchemeForm, scheme_fields
from app.approvals.rules import MOST_BANDS, BandsWrong
from app.approvals.values import Post
from app.approvals.views import bp
from app.kernel.clock import london_date
from app.kernel.errors import NotFound, Refused
from app.people import queries as people
from app.trusts.values import Permission
from app.web.access import actor, needs
from app.web.clock import now
from app.web.fields import choice


@bp.get("/trust/scheme")
@needs(Permission.VIEW_TRUST)
def show_scheme() -> ResponseReturnValue:
    """Who may commit the trust to how much, today and in versions to come, and who holds each post."""
    trust, today = actor().trust, london_date(now())
    versions, holders = queries.list_versions(trust), queries.list_post_holders(trust)
    approvers = queries.approvers_of(trust)
    return render_template(
        "approvals/show_scheme.html",
        scheme=queries.scheme_on(trust, today),
        to_come=[each for each in versions if each.from_date and each.from_date > today],
        versions=versions,
        posts=list(Post),
        holders=holders,
        approvers=approvers,
        names=people.names({each.person_id for each in holders} | approvers),
        manages=actor().may(Permission.MANAGE_SCHEME),
    )


@bp.route("/trust/scheme/change", methods=["GET", "POST"])
@needs(Permission.MANAGE_SCHEME)
def make_scheme() -> ResponseReturnValue:
    """Make a new version of the scheme, from a day on."""
    today = london_date(now())
    scheme = queries.scheme_on(actor().trust, today)
    last = queries.last_number(actor().trust)
    form = SchemeForm(data={**scheme_fields(scheme), "from_date": today, "seen": str(last)})
    if form.validate_on_submit() and form.from_date.data is not None:
        rows = form.rows
        try:
            number = actions.make_scheme(
                bands=[band for _, band in rows],
                includes_vat=form.includes_vat.data == "yes",
                from_date=form.from_date.data,
                seen=form.last_seen,
                actor=actor(),
                at=now(),
            )
            flash(f"Version {number} of the scheme saved")
            return redirect(url_for("approvals.show_scheme"), 303)
        except BandsWrong as refused:
            form.refuse_band(refused, [row for row, _ in rows])
    form.seen.data = str(last)
    page = render_template(
        "approvals/make_scheme.html", form=form, rows=range(MOST_BANDS), is_default=scheme == default_scheme()
    )
    return page, 422 if form.error_list else 200


@bp.route("/trust/scheme/appoint", methods=["GET", "POST"])
@needs(Permission.MANAGE_SCHEME)
def appoint() -> ResponseReturnValue:
    """Have someone hold a post, or deputise for it."""
    form = AppointForm()
    names = people.names(queries.approvers_of(actor().trust))
    form.person.choices = [choice(*each) for each in sorted(names.items(), key=lambda each: each[1])]
    if form.validate_on_submit():
        try:
            actions.appoint(
                post=form.post.data,
                person_id=form.person.data,
                is_deputy=form.is_deputy.data,
                actor=actor(),
                at=now(),
            )
            flash("Appointed")
            return redirect(url_for("approvals.show_scheme"), 303)
        except Refused as refused:
            form.refuse(refused)
    return render_template("approvals/appoint.html", form=form, names=names), 422 if form.error_list else 200


@bp.route("/trust/scheme/posts/<int:holder_id>/end", methods=["GET", "POST"])
@needs(Permission.MANAGE_SCHEME)
def end_post(holder_id: int) -> ResponseReturnValue:
    """End someone's time in a post; asks first."""
    held = next((each for each in queries.list_post_holders(actor().trust) if each.id == holder_id), None)
    if held is None:
        raise NotFound(f"no post holder {holder_id} of this trust")
    if request.method == "POST":
        actions.end_post(holder_id=holder_id, actor=actor(), at=now())
        flash("Ended")
        return redirect(url_for("approvals.show_scheme"), 303)
    return render_template("approvals/end_post.html", held=held, names=people.names([held.person_id]))
