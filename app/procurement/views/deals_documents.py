"""The documents of a deal: for anybody who may read it, or for those that may call it off."""

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.kernel.actor import Actor
from app.kernel.clock import london_date
from app.kernel.errors import NotFound
from app.listings import actions as listing_actions
from app.listings import queries as listings
from app.listings.values import DocumentAudience, DocumentValue
from app.procurement.queries.deals import check_may_read, get_deal, get_own_deal, regions_of
from app.procurement.rules.deals import is_for
from app.procurement.values import DealValue
from app.procurement.views import bp
from app.procurement.views.documents import documents_page
from app.trusts.values import Permission
from app.web.access import actor, find_actor, needs, public
from app.web.clock import now
from app.web.downloads import pdf_download
from app.web.uploads import takes_files


@bp.route("/deals/<reference>/documents", methods=["GET", "POST"])
@needs(Permission.RUN_PROCUREMENT)
@takes_files
def add_deal_documents(reference: str) -> ResponseReturnValue:
    """What is there, and a form to add more."""
    deal = get_own_deal(actor().trust, reference)
    return documents_page(
        deal.listing,
        thing=url_for("procurement.show_deal", reference=reference),
        parties="Only trusts that may call it off",
        lede="Terms, price lists and how to order, as PDFs.",
    )


@bp.get("/deals/<reference>/documents/<int:document_id>")
@public
def read_deal_document(reference: str, document_id: int) -> Response:
    """A document, to save, for those who may read it."""
    deal, who = get_deal(reference), find_actor()
    check_may_read(deal, who)
    document, content = listings.read_document(reference, document_id)
    if document.audience is DocumentAudience.PARTIES and not reads_all(deal, who):
        raise NotFound(f"no document {document_id} of {reference}")
    return pdf_download(document.name.removesuffix(".pdf"), content)


@bp.route("/deals/<reference>/documents/<int:document_id>/remove", methods=["GET", "POST"])
@needs(Permission.RUN_PROCUREMENT)
def remove_deal_document(reference: str, document_id: int) -> ResponseReturnValue:
    """Take a document off a deal; asks first."""
    deal = get_own_deal(actor().trust, reference)
    if request.method == "POST":
        listing_actions.remove_document(reference=reference, document_id=document_id, actor=actor(), at=now())
        flash("Document removed")
        return redirect(url_for("procurement.add_deal_documents", reference=reference), 303)
    document = next((each for each in listings.list_documents(deal.id) if each.id == document_id), None)
    if document is None:
        raise NotFound(f"no document {document_id} of {reference}")
    return render_template("procurement/remove_deal_document.html", deal=deal, document=document)


def documents_shown(deal: DealValue, who: Actor | None) -> tuple[list[DocumentValue], bool]:
    """The documents of a deal that somebody may read, and whether there are more for those that may call it off."""
    documents = listings.list_documents(deal.id)
    whole = bool(documents) and reads_all(deal, who)
    readable = [each for each in documents if whole or each.audience is DocumentAudience.PUBLIC]
    return readable, len(readable) < len(documents)


def reads_all(deal: DealValue, who: Actor | None) -> bool:
    """Whether somebody acts for a trust that may call the deal off."""
    if who is None or who.trust_id is None:
        return False
    return is_for(deal, who.trust_id, regions_of(who.trust_id, london_date(now())))
