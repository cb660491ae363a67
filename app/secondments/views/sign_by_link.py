"""Signing for a trust by a link, without an account: read, ask for a code, sign. Looking at it never signs."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.extensions import limiter
from app.kernel.errors import Refused
from app.kernel.signing import LinkExpired, LinkUnreadable
from app.secondments.actions import signing as actions
from app.secondments.forms.signing import SignByCodeForm
from app.secondments.queries.signing import last_code, open_sign_link, said_to_have_signed
from app.secondments.rules.signing import AlreadySigned, LinkReplaced
from app.secondments.values.signing import ToSign
from app.secondments.views import bp
from app.secondments.views.signing_shown import Shown, came_from, is_live, shown
from app.web.access import public
from app.web.clock import now
from app.web.downloads import pdf_download
from app.web.private import kept_private

GONE, UNKNOWN = 410, 404
HEADINGS: dict[type[Refused], str] = {
    LinkUnreadable: "This link does not work",
    LinkExpired: "This link has run out",
    LinkReplaced: "This link was replaced",
}
NOT_USABLE = (LinkExpired, LinkUnreadable, LinkReplaced)


@bp.route("/sign/<token>", methods=["GET", "POST"])
@public
@limiter.limit("60 per minute")
def sign_by_link(token: str) -> ResponseReturnValue:
    """Read the version that the link is for, and sign it with the code that was mailed."""
    try:
        page = _open(token)
    except NOT_USABLE as refusal:
        return _not_usable(refusal)
    form = SignByCodeForm(promise=page.promise, seen=page.found.version.sha256)
    if page.barred is None and form.validate_on_submit():
        try:
            actions.sign_by_link(
                token=token,
                name=form.name.data,
                seen_sha256=form.seen.data or "",
                code=form.code.data,
                address=came_from(),
                at=now(),
            )
        except NOT_USABLE as refusal:
            return _not_usable(refusal)
        except Refused as refused:
            form.refuse(refused)
            page = _open(token)
        else:
            return redirect(url_for("secondments.sign_by_link", token=token), 303)
    return _page(page, form, token)


@bp.post("/sign/<token>/code")
@public
@limiter.limit("20 per hour")
def send_code(token: str) -> ResponseReturnValue:
    """Have a code mailed to the address that the link was sent to."""
    try:
        actions.send_code(token=token, at=now())
    except NOT_USABLE as refusal:
        return _not_usable(refusal)
    except Refused as refused:
        page = _open(token)
        form = SignByCodeForm(promise=page.promise, seen=page.found.version.sha256, formdata=None)
        form.refuse(refused)
        return _page(page, form, token)
    flash("We sent you a code. It can take a few minutes to arrive.")
    return redirect(url_for("secondments.sign_by_link", token=token), 303)


@bp.get("/sign/<token>/agreement.pdf")
@public
def document_by_link(token: str) -> ResponseReturnValue:
    """The agreement, as all three sign it. It names the secondee, so the look is kept."""
    try:
        found, document = actions.look_at_document(token=token, at=now())
    except NOT_USABLE as refusal:
        return _not_usable(refusal)
    name = f"{found.secondment.reference}-version-{found.version.number}"
    return kept_private(pdf_download(name, document, shown=True))


def _open(token: str) -> Shown:
    found = open_sign_link(token, at=now())
    return shown(found, who=said_to_have_signed(found, None))


def _page(page: Shown, form: SignByCodeForm, token: str) -> ResponseReturnValue:
    answer = render_template(
        "secondments/sign_by_link.html",
        page=page,
        form=form,
        token=token,
        has_code=_has_code(page.found),
        has_signed=isinstance(page.barred, AlreadySigned),
    )
    is_over = page.barred is not None and not isinstance(page.barred, AlreadySigned)
    return kept_private(answer, GONE if is_over else 422 if form.error_list else 200)


def _has_code(found: ToSign) -> bool:
    return found.invitation is not None and is_live(last_code(found.invitation.id), at=now())


def _not_usable(refusal: Refused) -> ResponseReturnValue:
    page = render_template("secondments/sign_not_usable.html", heading=HEADINGS[type(refusal)], message=refusal.message)
    return kept_private(page, UNKNOWN if isinstance(refusal, LinkUnreadable) else GONE)
