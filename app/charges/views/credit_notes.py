"""A credit note and its PDF."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.charges import queries
from app.charges.pdf import credit_note_pdf as make_pdf
from app.charges.pdf import rate_label
from app.charges.views import bp
from app.trusts.values import Permission
from app.web.access import actor, needs
from app.web.downloads import pdf_download


@bp.get("/credit-notes/<reference>")
@needs(Permission.VIEW_MONEY)
def show_credit_note(reference: str) -> ResponseReturnValue:
    """One credit note, for either of its parties."""
    note = queries.get_credit_note(actor().trust, reference)
    detail = queries.get_invoice_detail(actor().trust, note.invoice_reference)
    return render_template("charges/show_credit_note.html", note=note, detail=detail, rate_label=rate_label)


@bp.get("/credit-notes/<reference>/pdf")
@needs(Permission.VIEW_MONEY)
def credit_note_pdf(reference: str) -> ResponseReturnValue:
    """The credit note as a document to keep."""
    note = queries.get_credit_note(actor().trust, reference)
    detail = queries.get_invoice_detail(actor().trust, note.invoice_reference)
    return pdf_download(f"credit-note-{note.number}", make_pdf(note, detail))
