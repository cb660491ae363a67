"""The documents of a contract."""

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.contracts import actions, queries
from app.contracts.forms import DocumentsForm
from app.contracts.views import bp
from app.kernel.errors import NotFound, Refused
from app.trusts.values import Permission
from app.web.access import actor, needs
from app.web.clock import now
from app.web.downloads import pdf_download
from app.web.private import kept_private
from app.web.uploads import takes_files


@bp.route("/contracts/<reference>/documents", methods=["GET", "POST"])
@needs(Permission.KEEP_CONTRACTS)
@takes_files
def add_documents(reference: str) -> ResponseReturnValue:
    """What is there, and a form to add more."""
    contract, form = queries.get_contract(actor().trust, reference), DocumentsForm()
    if form.validate_on_submit():
        try:
            count = actions.add_documents(reference=reference, files=form.chosen, actor=actor(), at=now())
        except Refused as refused:
            form.refuse(refused)
        else:
            flash("Document added" if count == 1 else f"{count} documents added")
            return redirect(url_for("contracts.add_documents", reference=reference), 303)
    documents = queries.list_documents(contract.id)
    page = render_template("contracts/add_documents.html", form=form, contract=contract, documents=documents)
    return page, 422 if form.error_list else 200


@bp.get("/contracts/<reference>/documents/<int:document_id>")
@needs(Permission.VIEW_CONTRACTS)
def read_document(reference: str, document_id: int) -> Response:
    """A document, to save."""
    document, content = queries.read_document(actor().trust, reference, document_id)
    return kept_private(pdf_download(document.name.removesuffix(".pdf"), content))


@bp.route("/contracts/<reference>/documents/<int:document_id>/remove", methods=["GET", "POST"])
@needs(Permission.KEEP_CONTRACTS)
def remove_document(reference: str, document_id: int) -> ResponseReturnValue:
    """Take a document off a contract; asks first."""
    contract = queries.get_contract(actor().trust, reference)
    if request.method == "POST":
        actions.remove_document(reference=reference, document_id=document_id, actor=actor(), at=now())
        flash("Document removed")
        return redirect(url_for("contracts.add_documents", reference=reference), 303)
    document = next((each for each in queries.list_documents(contract.id) if each.id == document_id), None)
    if document is None:
        raise NotFound(f"no document {document_id} of {reference}")
    return render_template("contracts/remove_document.html", contract=contract, document=document)
