"""Signing for a trust in one's own sign-in, or having somebody else sign for it by a link."""

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue

from app.extensions import limiter
from app.kernel.errors import Refused
from app.secondments.actions import signing as actions
from app.secondments.forms.signing import SendLinkForm, SignForm
from app.secondments.queries.secondees import SOMEBODY_GONE
from app.secondments.queries.secondments import get_secondment, versions_of
from app.secondments.queries.secondments_listed import THE_SECONDEE
from app.secondments.queries.signing import last_invitations, said_to_have_signed, to_sign_for_trust
from app.secondments.rules.signing import NewerVersion
from app.secondments.values import CommitmentState
from app.secondments.values.signing import ToSign
from app.secondments.views import bp
from app.secondments.views.secondments import name_shown
from app.secondments.views.signing_commits import commits_to
from app.secondments.views.signing_shown import Shown, called, came_from, shown
from app.trusts import queries as trusts
from app.trusts.values import Permission
from app.web.access import actor, needs
from app.web.clock import now
from app.web.private import kept_private

ASKED = "Your trust’s scheme of delegation has somebody approve what it commits to: they have been asked."


@bp.route("/secondments/<reference>/sign", methods=["GET", "POST"])
@needs(Permission.POST_SECONDMENTS)
def sign_as_trust(reference: str) -> ResponseReturnValue:
    """Read the version that is open, and sign it for one's trust."""
    page = _shown(to_sign_for_trust(actor().trust, reference))
    version = page.found.version
    form = SignForm(promise=page.promise, seen=version.sha256)
    if page.barred is None and form.validate_on_submit():
        try:
            state = actions.sign_as_trust(
                reference=reference,
                name=form.name.data,
                seen_sha256=form.seen.data or "",
                actor=actor(),
                address=came_from(),
                at=now(),
            )
        except Refused as refused:
            form.refuse(refused)
            if isinstance(refused, NewerVersion):
                form.show_again(version.sha256)
        else:
            return _done(f"You signed version {version.number}.", state, reference)
    invitation = last_invitations([version.id]).get((version.id, page.found.party))
    answer = render_template(
        "secondments/sign_as_trust.html",
        page=page,
        form=form,
        invitation=invitation,
        commits=None if page.barred else commits_to(page.found, now()),
    )
    return kept_private(answer, 422 if form.errors else 200)


@bp.get("/secondments/<reference>/signatures")
@needs(Permission.POST_SECONDMENTS)
def show_signatures(reference: str) -> ResponseReturnValue:
    """Who signed which version, when, from which address, over which document. The host's look at the name is kept."""
    held = get_secondment(actor().trust, reference)
    name = name_shown(actor(), held, now())
    answer = render_template(
        "secondments/show_signatures.html",
        held=held,
        versions=list(reversed(versions_of(held.id))),
        called=called(held, trusts.names([held.home_id, held.host_id])),
        names_shown=name not in (THE_SECONDEE, SOMEBODY_GONE),
    )
    return kept_private(answer)


@bp.route("/secondments/<reference>/sign/send", methods=["GET", "POST"])
@needs(Permission.POST_SECONDMENTS)
@limiter.limit("20 per hour", methods=["POST"])
def send_link(reference: str) -> ResponseReturnValue:
    """Send the link to sign to somebody else of one's trust."""
    page, form = _shown(to_sign_for_trust(actor().trust, reference)), SendLinkForm()
    if form.validate_on_submit():
        try:
            state = actions.send_link(
                reference=reference, name=form.name.data, email=form.email.data, actor=actor(), at=now()
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return _done(f"The link to sign version {page.found.version.number} was sent.", state, reference)
    return render_template("secondments/send_link.html", page=page, form=form), 422 if form.errors else 200


def _shown(found: ToSign) -> Shown:
    return shown(found, who=said_to_have_signed(found, actor().person_id))


def _done(what: str, state: CommitmentState, reference: str) -> ResponseReturnValue:
    flash(f"{what} {ASKED}" if state is CommitmentState.ASKED else what, "message")
    return redirect(f"/secondments/{reference}", 303)
