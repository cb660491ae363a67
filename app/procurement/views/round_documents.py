"""The documents of a round: for anybody who may read it, or for those that take part."""

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.kernel.errors import NotFound
from app.listings import actions as listing_actions
from app.listings import queries as listings
from app.listings.values import DocumentAudience, DocumentValue
from app.procurement.queries.rounds import check_may_read, get_own_round, get_round
from app.procurement.rules.rounds import check_can_change
from app.procurement.values import Reading, RoundValue
from app.procurement.views import bp
from app.procurement.views.documents import documents_page
from app.trusts.values import Permission
from app.web.access import actor, find_actor, needs, public
from app.web.clock import now
from app.web.downloads import pdf_download
from app.web.uploads import takes_files


@bp.route("/rounds/<reference>/documents", methods=["GET", "POST"])
@needs(Permission.RUN_PROCUREMENT)
@takes_files
def add_round_documents(reference: str) -> ResponseReturnValue:
    """What is there, and a form to add more."""
    held = get_own_round(actor().trust, reference)
    check_can_change(held)
    return documents_page(
        held.listing,
        thing=url_for("procurement.show_round", reference=reference),
        parties="Only trusts that take part",
        lede="The specification, drawings, a draft contract, as PDFs.",
    )


@bp.get("/rounds/<reference>/documents/<int:document_id>")
@public
def read_round_document(reference: str, document_id: int) -> Response:
    """A document, to save, for those who may read it."""
    held = get_round(reference)
    reading = check_may_read(held, find_actor())
    document, content = listings.read_document(reference, document_id)
    if not _is_for(document, reading):
        raise NotFound(f"no document {document_id} of {reference}")
    return pdf_download(document.name.removesuffix(".pdf"), content)


@bp.route("/rounds/<reference>/documents/<int:document_id>/remove", methods=["GET", "POST"])
@needs(Permission.RUN_PROCUREMENT)
def remove_round_document(reference: str, document_id: int) -> ResponseReturnValue:
    """Take a document off a round; asks first."""
    held = get_own_round(actor().trust, reference)
    check_can_change(held)
    if request.method == "POST":
        listing_actions.remove_document(reference=reference, document_id=document_id, actor=actor(), at=now())
        flash("Document removed")
        return redirect(url_for("procurement.add_round_documents", reference=reference), 303)
    document = next((each for each in listings.list_documents(held.id) if each.id == document_id), None)
    if document is None:
        raise NotFound(f"no document {document_id} of {reference}")
    return render_template("procurement/remove_round_document.html", held=held, document=document)


def documents_shown(held: RoundValue, reading: Reading) -> tuple[list[DocumentValue], bool]:
    """The documents of a round that its reader may read, and whether there are more for those that take part."""
    documents = listings.list_documents(held.id)
    readable = [each for each in documents if _is_for(each, reading)]
    return readable, len(readable) < len(documents)


def _is_for(document: DocumentValue, reading: Reading) -> bool:
    return document.audience is DocumentAudience.PUBLIC or reading.is_inside
