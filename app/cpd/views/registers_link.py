"""The register for those who run a course: no account, a signed link. Names and marks, nothing else."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.cpd.queries.registers import find_run_by_link, register_of
from app.cpd.views import bp
from app.cpd.views.registers_taking import saved, taking
from app.extensions import limiter
from app.kernel.errors import Refused
from app.kernel.signing import LinkExpired, LinkUnreadable
from app.web.access import public
from app.web.clock import now
from app.web.private import kept_private

GONE, UNKNOWN = 410, 404


@bp.route("/register/<token>", methods=["GET", "POST"])
@public
@limiter.limit("120 per minute")
def take_register_by_link(token: str) -> ResponseReturnValue:
    """Mark who came. Names stand here only while the register may be taken."""
    try:
        run = find_run_by_link(token, at=now())
    except (LinkExpired, LinkUnreadable) as refused:
        page = render_template("cpd/register_not_usable.html", message=refused.message)
        return kept_private(page, GONE if isinstance(refused, LinkExpired) else UNKNOWN)
    shown, refusal = taking(register_of(run), now()), ""
    if shown.form.validate_on_submit():
        try:
            return saved(shown, None, now())
        except Refused as refused:
            refusal = refused.message
    page = render_template("cpd/register_by_link.html", shown=shown, refusal=refusal, token=token)
    return kept_private(page, 422 if refusal or shown.form.errors else 200)
