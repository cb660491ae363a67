"""The listings that are flagged to the operator of the site, whichever trust's they are."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.kernel.boards import kinds
from app.kernel.errors import Refused
from app.listings import actions, boards, queries
from app.listings.forms import DecideFlag
from app.listings.values import FlagOutcome, FlagValue
from app.listings.views import bp
from app.people import queries as people
from app.trusts import queries as trusts
from app.web.access import actor, operating
from app.web.clock import now
from app.web.pagination import Page, page_number, skip_of

PAGE_SIZE = 20
LOOKED = "looked_at"
GONE = "Nobody has to look at that any more: the trust closed the listing or changed its text"


@bp.get("/operator/flags")
@operating
def list_flags() -> ResponseReturnValue:
    """The flagged listings to look at, longest waiting first, or those that were looked at."""
    looked, number = request.args.get("show") == LOOKED, page_number()
    flags = queries.list_flags(looked=looked, skip=skip_of(number, PAGE_SIZE), most=PAGE_SIZE)
    waiting = queries.count_flags(looked=False)
    total = queries.count_flags(looked=True) if looked else waiting
    listings = queries.listings_by_id(flag.listing_id for flag in flags)
    return render_template(
        "listings/list_flags.html",
        page=Page(flags, number, PAGE_SIZE, total),
        looked=looked,
        waiting=waiting,
        listings=listings,
        trusts=trusts.names(listing.trust_id for listing in listings.values()),
        people=people.names(flag.person_id for flag in flags if flag.person_id is not None),
    )


@bp.route("/operator/flags/<int:flag_id>", methods=["GET", "POST"])
@operating
def decide_flag(flag_id: int) -> ResponseReturnValue:
    """A flagged listing's text, and whether it stays up."""
    form, status = DecideFlag(), 200
    if form.is_submitted():
        status = 422
        if form.validate() and _is_decided(flag_id, form):
            taken_down = form.decision.data is FlagOutcome.TAKEN_DOWN
            flash("The listing is taken down" if taken_down else "The listing stays up")
            return redirect(url_for("listings.list_flags"), 303)
    flag = queries.find_flag(flag_id)
    if flag is None:
        flash(GONE)
        return redirect(url_for("listings.list_flags"), 303)
    return _page(flag, form), status


def _is_decided(flag_id: int, form: DecideFlag) -> bool:
    outcome, note = form.decision.data, form.note.data or ""
    try:
        actions.decide_flag(
            flag_id=flag_id, outcome=outcome, note=note, version=form.version.number, actor=actor(), at=now()
        )
    except Refused as error:
        form.refuse(error)
        return False
    return True


def _page(flag: FlagValue, form: DecideFlag) -> str:
    listing = queries.listings_by_id([flag.listing_id])[flag.listing_id]
    form.version.show(listing.version)
    flags, kind = queries.flags_of([listing.id])[listing.id], kinds.get(listing.kind)
    return render_template(
        "listings/decide_flag.html",
        form=form,
        flag=flag,
        others=[each for each in flags if each.id != flag.id],
        listing=listing,
        kind=kind.label if kind else "Listing",
        address=boards.page_of(listing.kind, listing.reference) if kind and kind.is_found_by(actor()) else "",
        trust=trusts.get_trust(listing.trust_id),
        people=people.names([flag.person_id] if flag.person_id is not None else []),
    )
