"""Adding documents to a round or a deal: the page that both share."""

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from app.kernel.errors import Refused
from app.listings import actions as listing_actions
from app.listings import queries as listings
from app.listings.forms import DocumentForm
from app.listings.values import DocumentAudience, ListingValue
from app.web.access import actor
from app.web.clock import now


def documents_page(listing: ListingValue, *, thing: str, parties: str, lede: str) -> ResponseReturnValue:
    """What documents a listing of the actor's trust has, and a form to add more; adds what was sent.

    `thing` is the address of its page, `parties` who reads those that are not public, `lede` what is meant by them.
    """
    form = DocumentForm(parties, data={"audience": DocumentAudience.PUBLIC})
    if form.validate_on_submit():
        ask = {"reference": listing.reference, "audience": form.audience.data, "actor": actor(), "at": now()}
        try:
            for name, content in form.chosen:
                listing_actions.add_document(name=name, content=content, **ask)
        except Refused as refused:
            form.refuse(refused)
        else:
            flash("Documents added")
            return redirect(request.path, 303)
    documents = listings.list_documents(listing.id)
    page = render_template(
        "procurement/add_documents.html", form=form, listing=listing, thing=thing, lede=lede, documents=documents
    )
    return page, 422 if form.error_list else 200
