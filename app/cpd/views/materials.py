"""The materials of a course: PDFs for everybody, or for those booked on it."""

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.cpd import actions, queries
from app.cpd.values import CourseValue
from app.cpd.views import bp
from app.kernel.actor import Actor
from app.kernel.errors import NotFound, Refused
from app.listings import queries as listings
from app.listings.forms import DocumentForm
from app.listings.values import DocumentAudience, DocumentValue, ListingState
from app.trusts.values import Permission
from app.web.access import actor, find_actor, needs, public
from app.web.clock import now
from app.web.downloads import pdf_download
from app.web.uploads import takes_files


@bp.route("/courses/<reference>/materials", methods=["GET", "POST"])
@needs(Permission.POST_CPD)
@takes_files
def add_materials(reference: str) -> ResponseReturnValue:
    """What is there, and a form to add more."""
    course = queries.get_own_course(actor().trust, reference)
    form = DocumentForm("Only people booked on it", data={"audience": DocumentAudience.PARTIES})
    if form.validate_on_submit():
        try:
            count = actions.add_materials(
                reference=reference, files=form.chosen, audience=form.audience.data, actor=actor(), at=now()
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            flash("Document added" if count == 1 else f"{count} documents added")
            return redirect(url_for("cpd.add_materials", reference=reference), 303)
    documents = listings.list_documents(course.listing.id)
    page = render_template("cpd/add_materials.html", form=form, course=course, documents=documents)
    return page, 422 if form.error_list else 200


@bp.get("/courses/<reference>/materials/<int:document_id>")
@public
def read_material(reference: str, document_id: int) -> Response:
    """A document, to save: anybody's where it is public, else for the provider and those booked."""
    course = queries.get_course(reference)
    document, content = listings.read_document(reference, document_id)
    if not _is_public(course, document) and not _reads_all(course, find_actor()):
        raise NotFound(f"no document {document_id} of {reference}")
    return pdf_download(document.name.removesuffix(".pdf"), content)


@bp.route("/courses/<reference>/materials/<int:document_id>/remove", methods=["GET", "POST"])
@needs(Permission.POST_CPD)
def remove_material(reference: str, document_id: int) -> ResponseReturnValue:
    """Take a document off a course; asks first."""
    course = queries.get_own_course(actor().trust, reference)
    if request.method == "POST":
        actions.remove_material(reference=reference, document_id=document_id, actor=actor(), at=now())
        flash("Document removed")
        return redirect(url_for("cpd.add_materials", reference=reference), 303)
    document = next((each for each in listings.list_documents(course.listing.id) if each.id == document_id), None)
    if document is None:
        raise NotFound(f"no document {document_id} of {reference}")
    return render_template("cpd/remove_material.html", course=course, document=document)


def materials_shown(course: CourseValue, who: Actor | None) -> tuple[list[DocumentValue], bool]:
    """The materials of a course that somebody may read, and whether there are more for those booked."""
    documents = listings.list_documents(course.listing.id)
    reads_all = bool(documents) and _reads_all(course, who)
    readable = [each for each in documents if reads_all or _is_public(course, each)]
    return readable, len(readable) < len(documents)


def _is_public(course: CourseValue, document: DocumentValue) -> bool:
    return document.audience is DocumentAudience.PUBLIC and course.listing.state is not ListingState.DRAFT


def _reads_all(course: CourseValue, who: Actor | None) -> bool:
    """Whether somebody may read what is for those booked: the provider's CPD lead, and who books for a trust booked."""
    if who is None or who.trust_id is None:
        return False
    if who.trust_id == course.provider_id and who.may(Permission.POST_CPD):
        return True
    return who.may(Permission.BOOK_CPD) and queries.has_booked_places(course.listing.id, who.trust_id)
