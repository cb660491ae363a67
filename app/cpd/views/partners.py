"""The page on which a provider picks the trusts that get its partner price."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.cpd import actions, queries
from app.cpd.forms import PartnerSearch
from app.cpd.views import bp
from app.kernel.errors import NotFound, Refused
from app.trusts import queries as trusts
from app.trusts.values import FoundTrust, Permission
from app.web.access import actor, needs
from app.web.clock import now

MOST_FOUND = 10


@bp.get("/courses/partners")
@needs(Permission.POST_CPD)
def list_partners() -> ResponseReturnValue:
    """Who gets the partner price, and a search of the register for more."""
    return _page("")


@bp.post("/courses/partners/<uid>/add")
@needs(Permission.POST_CPD)
def add_partner(uid: str) -> ResponseReturnValue:
    """Give a trust the partner price."""
    partner = trusts.get_trust_by_uid(uid)
    try:
        actions.add_partner(trust_id=partner.id, actor=actor(), at=now())
    except Refused as refused:
        return _page(refused.message), 422
    flash(f"{partner.name} gets your partner prices from now on")
    return redirect(url_for("cpd.list_partners"), 303)


@bp.route("/courses/partners/<uid>/remove", methods=["GET", "POST"])
@needs(Permission.POST_CPD)
def remove_partner(uid: str) -> ResponseReturnValue:
    """Give a trust the partner price no longer; asks first."""
    partner = trusts.get_trust_by_uid(uid)
    if not queries.is_partner(actor().trust, partner.id):
        raise NotFound(f"trust {uid} is no partner")
    if request.method == "POST":
        actions.remove_partner(trust_id=partner.id, actor=actor(), at=now())
        flash(f"{partner.name} pays your standard prices from now on")
        return redirect(url_for("cpd.list_partners"), 303)
    return render_template("cpd/remove_partner.html", partner=partner)


def _page(refusal: str) -> str:
    form, ids = PartnerSearch(), queries.partners_of(actor().trust)
    partners = trusts.trusts_by_id(ids)
    found, total = _found(form.text.data or "")
    return render_template(
        "cpd/list_partners.html",
        form=form,
        partners=sorted(partners.values(), key=lambda each: each.name.lower()),
        found=[each.trust for each in found],
        total=total,
        mine=actor().trust,
        refusal=refusal,
    )


def _found(text: str) -> tuple[list[FoundTrust], int]:
    return trusts.search_register(text, open_only=True, size=MOST_FOUND) if text else ([], 0)
