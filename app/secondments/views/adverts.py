"""The author's pages of an advert: drafting, changing, publishing, closing and copying it."""

from typing import NamedTuple

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.kernel.clock import london_date
from app.kernel.errors import NotFound
from app.listings import rules as listing_rules
from app.listings.rules import Incomplete, Outdated
from app.listings.values import ClosedAs, ListingState
from app.secondments import actions, queries
from app.secondments.forms import AdvertForm, CloseAdvert, PublishAdvert, advert_fields
from app.secondments.queries.adverts_read import findings_in
from app.secondments.queries.secondees import list_secondees
from app.secondments.rules.anonymity import NotChecked, likely
from app.secondments.values import AVAILABILITY, OPPORTUNITY, AdvertValue, Finding
from app.secondments.views import bp
from app.trusts import queries as trusts
from app.trusts.values import Permission
from app.web.access import actor, needs
from app.web.clock import now


class Words(NamedTuple):
    """What the pages call an advert of a kind."""

    page: str
    begin: str
    thing: str
    published: str


WORDS = {
    OPPORTUNITY: Words(
        "secondments.show_opportunity",
        "Ask for somebody",
        "opportunity",
        "Published. Anybody can read it, and trusts can put somebody forward.",
    ),
    AVAILABILITY: Words(
        "secondments.show_availability",
        "Offer somebody",
        "availability",
        "Published. HR leads of other trusts can read it, without your trust’s name.",
    ),
}


@bp.route("/opportunities/new", methods=["GET", "POST"], defaults={"kind": OPPORTUNITY})
@bp.route("/availabilities/new", methods=["GET", "POST"], defaults={"kind": AVAILABILITY})
@needs(Permission.POST_SECONDMENTS)
def draft_advert(kind: str) -> ResponseReturnValue:
    """Begin an advert as a draft."""
    form = _form_of(kind)
    if form.validate_on_submit():
        try:
            reference = actions.draft_advert(
                kind=kind, shared=form.shared, particulars=form.particulars, actor=actor(), at=now()
            )
        except Incomplete as incomplete:
            return _shown_again(form, incomplete)
        flash("Draft saved. Look it over, then publish it.")
        return redirect(url_for(WORDS[kind].page, reference=reference), 303)
    return _form(form)


@bp.route("/opportunities/<reference>/change", methods=["GET", "POST"], defaults={"kind": OPPORTUNITY})
@bp.route("/availabilities/<reference>/change", methods=["GET", "POST"], defaults={"kind": AVAILABILITY})
@needs(Permission.POST_SECONDMENTS)
def change_advert(kind: str, reference: str) -> ResponseReturnValue:
    """Change an advert; somebody else's change meanwhile is told."""
    advert = own_of_kind(kind, reference)
    listing_rules.check_can_change(advert.listing.state)
    form = _form_of(kind, advert)
    if request.method == "POST" and form.validate():
        try:
            actions.change_advert(
                reference=reference,
                shared=form.shared,
                particulars=form.particulars,
                version=form.version.number,
                actor=actor(),
                at=now(),
                checked=form.is_checked,
            )
        except Incomplete as incomplete:
            return _shown_again(form, incomplete, advert)
        except NotChecked as unchecked:
            form.refuse(unchecked)
            return _form(form, advert, found=_likely_in(form))
        except Outdated as outdated:
            form.refuse(outdated)
            form.version.show(advert.listing.version)
            return _form(form, advert, outdated=True)
        flash("Changes saved")
        return redirect(url_for(WORDS[kind].page, reference=reference), 303)
    return _form(form, advert)


@bp.post("/opportunities/<reference>/publish", defaults={"kind": OPPORTUNITY})
@bp.post("/availabilities/<reference>/publish", defaults={"kind": AVAILABILITY})
@needs(Permission.POST_SECONDMENTS)
def publish_advert(kind: str, reference: str) -> ResponseReturnValue:
    """Show a draft to other trusts; what it lacks is shown on its form, all at once."""
    advert, form = own_of_kind(kind, reference), PublishAdvert()
    try:
        actions.publish_advert(reference=reference, actor=actor(), at=now(), checked=bool(form.checked.data))
    except Incomplete as incomplete:
        return _shown_again(_form_of(kind, advert, is_new=True), incomplete, advert)
    except NotChecked as unchecked:
        flash(f"{unchecked.message}, and publish again.", "notice")
        return redirect(url_for(WORDS[kind].page, reference=reference, _anchor="checked"), 303)
    flash(WORDS[kind].published)
    return redirect(url_for(WORDS[kind].page, reference=reference), 303)


@bp.route("/opportunities/<reference>/close", methods=["GET", "POST"], defaults={"kind": OPPORTUNITY})
@bp.route("/availabilities/<reference>/close", methods=["GET", "POST"], defaults={"kind": AVAILABILITY})
@needs(Permission.POST_SECONDMENTS)
def close_advert(kind: str, reference: str) -> ResponseReturnValue:
    """Show an advert no longer; asks first, and of a published one whether it is filled."""
    advert, form = own_of_kind(kind, reference), CloseAdvert()
    listing_rules.check_can_close(advert.listing.state)
    is_draft = advert.listing.state is ListingState.DRAFT
    if request.method == "POST" and (is_draft or form.validate()):
        closed_as = ClosedAs.CLOSED if is_draft else form.closed_as.data
        actions.close_advert(reference=reference, actor=actor(), at=now(), closed_as=closed_as)
        flash("Draft discarded" if is_draft else "Closed. Nobody finds it any more; what was agreed on it stands.")
        return redirect(url_for("listings.list_own"), 303)
    page = render_template("secondments/close_advert.html", advert=advert, form=form, words=WORDS[kind])
    return page, 422 if form.error_list else 200


@bp.post("/opportunities/<reference>/copy", defaults={"kind": OPPORTUNITY})
@bp.post("/availabilities/<reference>/copy", defaults={"kind": AVAILABILITY})
@needs(Permission.POST_SECONDMENTS)
def copy_advert(kind: str, reference: str) -> ResponseReturnValue:
    """Begin a new draft from an advert."""
    own_of_kind(kind, reference)
    copied = actions.copy_advert(reference=reference, actor=actor(), at=now())
    flash("Copied to a new draft, without its closing date. Change what differs.")
    return redirect(url_for("secondments.change_advert", kind=kind, reference=copied), 303)


def own_of_kind(kind: str, reference: str) -> AdvertValue:
    """An advert of the trust acted for. Raises NotFound for another's, and at the address of the other kind."""
    advert = queries.get_own_advert(actor().trust, reference)
    if advert.kind != kind:
        raise NotFound(f"{reference} is no {kind}")
    return advert


def _form_of(kind: str, advert: AdvertValue | None = None, *, is_new: bool = False) -> AdvertForm:
    """The form of a kind with the trust's own schools and people; `is_new` has it read nothing that was sent."""
    trust_id = actor().trust
    schools = [(each.id, ", ".join(part for part in (each.name, each.town) if part))
               for each in trusts.list_schools(trust_id, london_date(now()))]  # fmt: skip
    people = [(each.id, _known_by(each.name, each.home_post)) for each in list_secondees(trust_id, most=None)]
    more = {"formdata": None} if is_new else {}
    return AdvertForm(kind, schools, people, data=advert_fields(advert) if advert else {}, **more)


def _known_by(name: str, post: str) -> str:
    return f"{name}: {post}" if post else name


def _likely_in(form: AdvertForm) -> list[Finding]:
    found = findings_in(form.kind, form.shared, form.particulars, actor().trust, london_date(now()))
    return likely(found)


def _shown_again(form: AdvertForm, incomplete: Incomplete, advert: AdvertValue | None = None) -> ResponseReturnValue:
    for fault in incomplete.faults:
        form.refuse(fault)
    return _form(form, advert)


def _form(
    form: AdvertForm, advert: AdvertValue | None = None, *, outdated: bool = False, found: list[Finding] | None = None
) -> ResponseReturnValue:
    page = render_template(
        "secondments/draft_advert.html",
        form=form,
        advert=advert,
        words=WORDS[form.kind],
        outdated=outdated,
        found=found or [],
    )
    return page, 422 if form.error_list else 200
