"""The page of the person who is lent: no account, a signed link. No pay stands on it."""

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.extensions import limiter
from app.kernel.actor import Actor
from app.kernel.errors import Refused
from app.kernel.signing import LinkExpired, LinkUnreadable
from app.secondments.actions import signing as actions
from app.secondments.actions.own_links import send_own_links as send_links
from app.secondments.forms.signing import NewOwnLinkForm, SignByCodeForm, SignForm
from app.secondments.messages.secondee_links import secondee_link
from app.secondments.queries.interests import interests_of_secondee
from app.secondments.queries.interests_shown import shown_to
from app.secondments.queries.own_pages import own_document, own_names, own_secondments
from app.secondments.queries.secondee_links import (
    get_own_secondee,
    is_secondee,
    open_secondee_link,
    secondees_of_person,
)
from app.secondments.queries.signing import last_code, own_to_sign
from app.secondments.rules.agreements_words import changes_words, working_words
from app.secondments.rules.secondee_links import NoLongerYours
from app.secondments.rules.signing import AlreadySigned, NewerVersion
from app.secondments.values import SecondeeValue
from app.secondments.views import bp
from app.secondments.views.signing_shown import Shown, called, came_from, is_live, shown
from app.trusts import queries as trusts
from app.web.access import actor, find_actor, public, signed_in
from app.web.clock import now
from app.web.downloads import pdf_download
from app.web.private import kept_private

GONE, UNKNOWN = 410, 404
HEADINGS: dict[type[Refused], str] = {
    LinkUnreadable: "This link does not work",
    LinkExpired: "This link has run out",
    NoLongerYours: "This link is no longer good",
}
NOT_USABLE = (LinkExpired, LinkUnreadable, NoLongerYours)


@bp.get("/my-secondment/<token>")
@public
def my_secondment(token: str) -> ResponseReturnValue:
    """Where one's interests and secondments stand, with agreements, dates, and whom to ask."""
    try:
        secondee = open_secondee_link(token, at=now())
    except NOT_USABLE as refusal:
        return own_link_not_usable(refusal)
    found, interests = own_secondments(secondee), interests_of_secondee(secondee.id)
    names = own_names(found)
    page = render_template(
        "secondments/my_secondment.html",
        secondee=secondee,
        token=token,
        secondments=found,
        names=names,
        called={each.secondment.id: called(each.secondment, names.trusts) for each in found},
        home_name=trusts.names([secondee.trust_id])[secondee.trust_id],
        interests=shown_to(secondee.trust_id, [each for each in interests if each.consents]),
        working=working_words,
        changes=changes_words,
    )
    return kept_private(page)


@bp.get("/my-secondment/<token>/agreements/<int:document_id>")
@public
def my_agreement(token: str, document_id: int) -> ResponseReturnValue:
    """A version of one's agreement."""
    try:
        secondee = open_secondee_link(token, at=now())
    except NOT_USABLE as refusal:
        return own_link_not_usable(refusal)
    secondment, version, document = own_document(secondee, document_id)
    return kept_private(pdf_download(f"{secondment.reference}-version-{version.number}", document, shown=True))


@bp.route("/my-secondment/<token>/sign/<reference>", methods=["GET", "POST"])
@public
@limiter.limit("60 per minute")
def sign_as_secondee(token: str, reference: str) -> ResponseReturnValue:
    """Read the version that is open, and sign it: with a code, or signed in to one's own account without."""
    try:
        secondee = open_secondee_link(token, at=now())
    except NOT_USABLE as refusal:
        return own_link_not_usable(refusal)
    page, form = _to_sign(reference, secondee)
    if page.barred is None and form.validate_on_submit():
        try:
            actions.sign_as_secondee(
                reference=reference,
                secondee=secondee,
                name=form.name.data,
                seen_sha256=form.seen.data or "",
                code=form.code.data if isinstance(form, SignByCodeForm) else None,
                actor=find_actor(),
                address=came_from(),
                at=now(),
            )
        except Refused as refused:
            form.refuse(refused)
            if isinstance(refused, NewerVersion):
                form.show_again(page.found.version.sha256)
        else:
            flash(f"You signed version {page.found.version.number}.", "message")
            return redirect(url_for("secondments.my_secondment", token=token), 303)
    return _page(page, form, token)


@bp.post("/my-secondment/<token>/sign/<reference>/code")
@public
@limiter.limit("20 per hour")
def send_own_code(token: str, reference: str) -> ResponseReturnValue:
    """Have a code mailed to one's own address."""
    try:
        secondee = open_secondee_link(token, at=now())
    except NOT_USABLE as refusal:
        return own_link_not_usable(refusal)
    try:
        actions.send_own_code(reference=reference, secondee=secondee, at=now())
    except Refused as refused:
        page, form = _to_sign(reference, secondee, fresh=True)
        form.refuse(refused)
        return _page(page, form, token)
    flash("We sent you a code. It can take a few minutes to arrive.", "message")
    return redirect(url_for("secondments.sign_as_secondee", token=token, reference=reference), 303)


@bp.route("/my-secondment/new-link", methods=["GET", "POST"])
@public
@limiter.limit("20 per hour", methods=["POST"])
def send_own_links() -> ResponseReturnValue:
    """Have new links sent to the address that an employer has; the answer is the same whether any has."""
    form = NewOwnLinkForm()
    if form.validate_on_submit():
        send_links(email=form.email.data, at=now())
        return redirect("/my-secondment/new-link/sent", 303)
    return render_template("secondments/send_own_links.html", form=form), 422 if form.errors else 200


@bp.get("/my-secondment/new-link/sent")
@public
def own_links_sent() -> ResponseReturnValue:
    """What happens next, whoever asked."""
    return render_template("secondments/own_links_sent.html")


@bp.get("/my-secondments")
@signed_in
def my_secondments() -> ResponseReturnValue:
    """The pages of those whose account is linked to them: at once where there is one."""
    found = secondees_of_person(actor().person_id)
    if len(found) == 1:
        return redirect(secondee_link(found[0], at=now()), 303)
    names = trusts.names([each.trust_id for each in found])
    return render_template("secondments/my_secondments.html", found=found, names=names)


@bp.get("/my-secondments/<int:secondee_id>")
@signed_in
def open_my_secondment(secondee_id: int) -> ResponseReturnValue:
    """One's page at one trust, by a link made fresh."""
    return redirect(secondee_link(get_own_secondee(actor().person_id, secondee_id), at=now()), 303)


def has_own_page(who: Actor) -> bool:
    """Whether somebody's account is linked to a record of somebody who may be lent: asked once for each request."""
    if "has_own_page" not in g:
        g.has_own_page = is_secondee(who.person_id)
    return bool(g.has_own_page)


def own_link_not_usable(refusal: Refused) -> ResponseReturnValue:
    """The page of a link that does not work, has run out, or is no longer its holder's: how to have a new one."""
    page = render_template(
        "secondments/my_secondment_not_usable.html",
        heading=HEADINGS[type(refusal)],
        message=refusal.message,
        is_gone=isinstance(refusal, NoLongerYours),
        form=NewOwnLinkForm(),
    )
    return kept_private(page, UNKNOWN if isinstance(refusal, LinkUnreadable) else GONE)


def _to_sign(reference: str, secondee: SecondeeValue, *, fresh: bool = False) -> tuple[Shown, SignForm]:
    page, who = shown(own_to_sign(reference, secondee)), find_actor()
    kind = SignForm if who and who.person_id == secondee.person_id else SignByCodeForm
    more = {"formdata": None} if fresh else {}
    return page, kind(promise=page.promise, seen=page.found.version.sha256, **more)


def _page(page: Shown, form: SignForm, token: str) -> ResponseReturnValue:
    invitation, needs_code = page.found.invitation, isinstance(form, SignByCodeForm)
    answer = render_template(
        "secondments/sign_as_secondee.html",
        page=page,
        form=form,
        token=token,
        needs_code=needs_code,
        has_code=not needs_code or (invitation is not None and is_live(last_code(invitation.id), at=now())),
        has_signed=isinstance(page.barred, AlreadySigned),
    )
    is_over = page.barred is not None and not isinstance(page.barred, AlreadySigned)
    return kept_private(answer, GONE if is_over else 422 if form.error_list else 200)
