"""A delegate's own page of their place: no account, a signed link. Nobody else's name stands on it."""

from flask import Response, redirect, render_template
from flask.typing import ResponseReturnValue

from app.cpd.actions.my_place import send_new_links as send_links
from app.cpd.forms.my_place import NewLinkForm
from app.cpd.messages import calendars, delegates
from app.cpd.messages.registers import evaluation_path
from app.cpd.messages.wording import session_place, session_time
from app.cpd.queries.certificates import certificate_of_place
from app.cpd.queries.evaluations import is_to_evaluate
from app.cpd.queries.my_place import open_link
from app.cpd.rules.my_place import NoLongerYours
from app.cpd.views import bp
from app.extensions import limiter
from app.kernel.errors import Refused
from app.kernel.signing import LinkExpired, LinkUnreadable
from app.listings import queries as listings
from app.web.access import public
from app.web.clock import now
from app.web.downloads import pdf_download
from app.web.private import kept_private

GONE, UNKNOWN = 410, 404
HEADINGS: dict[type[Refused], str] = {
    LinkUnreadable: "This link does not work",
    LinkExpired: "This link has run out",
    NoLongerYours: "This place is no longer yours",
}


@bp.get("/my-place/<token>")
@public
def my_place(token: str) -> ResponseReturnValue:
    """What, when and where, with everything that comes with the place."""
    try:
        place = open_link(token, at=now())
    except (LinkExpired, LinkUnreadable, NoLongerYours) as refusal:
        return _not_usable(refusal)
    page = render_template(
        "cpd/my_place.html",
        place=place,
        token=token,
        session_time=session_time,
        session_place=session_place,
        documents=listings.list_documents(place.listing_id),
        certificate=certificate_of_place(place.place_id, place.delegate.id),
        evaluation=evaluation_path(place) if is_to_evaluate(place, at=now()) else "",
        is_over=place.run.is_over(now()),
    )
    return kept_private(page)


@bp.get("/my-place/<token>/course.ics")
@public
def my_calendar(token: str) -> ResponseReturnValue:
    """The sessions as a file for a calendar."""
    try:
        place = open_link(token, at=now())
    except (LinkExpired, LinkUnreadable, NoLongerYours) as refusal:
        return _not_usable(refusal)
    file = Response(delegates.calendar_of(place, at=now()), content_type=f"{calendars.MEDIA_TYPE}; charset=utf-8")
    file.headers["Content-Disposition"] = f"attachment; filename={delegates.CALENDAR_FILE}"
    return kept_private(file)


@bp.get("/my-place/<token>/materials/<int:document_id>")
@public
def my_material(token: str, document_id: int) -> ResponseReturnValue:
    """A document of the course, to save."""
    try:
        place = open_link(token, at=now())
    except (LinkExpired, LinkUnreadable, NoLongerYours) as refusal:
        return _not_usable(refusal)
    document, content = listings.read_document(place.listing_reference, document_id)
    return kept_private(pdf_download(document.name.removesuffix(".pdf"), content))


@bp.route("/my-place/new-link", methods=["GET", "POST"])
@public
@limiter.limit("20 per hour", methods=["POST"])
def send_new_links() -> ResponseReturnValue:
    """Have new links sent to the address that places are held for; the answer is the same whether any are."""
    form = NewLinkForm()
    if form.validate_on_submit():
        send_links(email=form.email.data, at=now())
        return redirect("/my-place/new-link/sent", 303)
    return render_template("cpd/send_new_links.html", form=form), 422 if form.errors else 200


@bp.get("/my-place/new-link/sent")
@public
def new_links_sent() -> ResponseReturnValue:
    """What happens next, whoever asked."""
    return render_template("cpd/new_links_sent.html")


def _not_usable(refusal: Refused) -> ResponseReturnValue:
    page = render_template(
        "cpd/my_place_not_usable.html",
        heading=HEADINGS[type(refusal)],
        message=refusal.message,
        is_gone=isinstance(refusal, NoLongerYours),
        is_old=isinstance(refusal, LinkExpired),
        form=NewLinkForm(),
    )
    return kept_private(page, UNKNOWN if isinstance(refusal, LinkUnreadable) else GONE)
