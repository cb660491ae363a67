"""Certificates: checked by anyone with the code, downloaded by those whom they concern."""

from flask import Response, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.cpd.forms.certificates import CodeForm
from app.cpd.paper import certificate_pdf, when
from app.cpd.queries.certificates import certificate_of_place, find_certificate, get_certificate
from app.cpd.queries.my_place import open_link
from app.cpd.rules.certificates import read_code
from app.cpd.rules.my_place import NoLongerYours
from app.cpd.rules.runs_words import hours_text
from app.cpd.values import CertificateValue
from app.cpd.views import bp
from app.extensions import limiter
from app.kernel.errors import NotFound
from app.kernel.signing import LinkExpired, LinkUnreadable
from app.web.access import actor, public, signed_in
from app.web.clock import now
from app.web.downloads import pdf_download
from app.web.private import kept_private

GONE, UNKNOWN = 410, 404


@bp.get("/certificates")
@public
def check_certificate() -> ResponseReturnValue:
    """Ask for the code of a certificate."""
    form = CodeForm()
    if form.code.data:
        return redirect(url_for("cpd.show_certificate", code=read_code(form.code.data) or "none"), 303)
    if "code" in request.args:
        form.code.errors = ["Enter the code of a certificate"]
    page = render_template("cpd/certificate_check.html", form=form)
    return kept_private(page, 422 if form.code.errors else 200)


@bp.get("/certificates/<code>")
@public
@limiter.limit("30 per minute; 300 per day")
def show_certificate(code: str) -> ResponseReturnValue:
    """What a certificate says, for anyone with its code, and nothing more."""
    found = find_certificate(code)
    if found is None:
        page = render_template("cpd/certificate_unknown.html", code=read_code(code), form=CodeForm())
        return kept_private(page, UNKNOWN)
    if found.is_erased:
        return kept_private(render_template("cpd/certificate_gone.html", certificate=found), GONE)
    page = render_template("cpd/certificate.html", certificate=found, when=when(found), hours=hours_text(found.minutes))
    return kept_private(page)


@bp.get("/certificates/<code>/certificate.pdf")
@signed_in
def download_certificate(code: str) -> ResponseReturnValue:
    """The document, for the person, their trust, and the trust that gave the course."""
    return _document(get_certificate(code, actor()))


@bp.get("/my-place/<token>/certificate.pdf")
@public
def my_certificate(token: str) -> ResponseReturnValue:
    """The document for whoever has the link to their own place."""
    try:
        place = open_link(token, at=now())
    except (LinkExpired, LinkUnreadable, NoLongerYours):
        return redirect(url_for("cpd.my_place", token=token), 303)
    found = certificate_of_place(place.place_id, place.delegate.id)
    if found is None:
        raise NotFound("no certificate was issued for this place")
    return kept_private(_document(found))


def _document(certificate: CertificateValue) -> Response:
    site = current_app.extensions["settings"].address
    document = certificate_pdf(certificate, address=f"{site}/certificates/{certificate.code}")
    return pdf_download(f"certificate-{certificate.code}", document)
