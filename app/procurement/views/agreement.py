"""The participation agreement of a round: what it says, its versions, and who signed it."""

from collections.abc import Sequence

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.kernel.errors import NotFound
from app.procurement.queries.agreements import document_of, versions_of
from app.procurement.queries.commitments import signed_in
from app.procurement.queries.rounds import check_may_read, get_round
from app.procurement.rules import agreements_words as words
from app.procurement.values import Reading, RoundValue
from app.procurement.values.commitments import SignedFor
from app.procurement.views import bp
from app.procurement.views.tabs import round_page
from app.trusts.values import Permission
from app.web.access import actor, needs
from app.web.downloads import csv_download, pdf_download, sheet_download
from app.web.pagination import Page, page_number, skip_of, sort_order
from app.web.private import kept_private

PAGE_SIZE = 50
SORTS = ("trust", "signed")
HEADINGS = ("Trust", "Version", "Signed by", "Signed", "From the address", "SHA-256 of the document")


@bp.get("/rounds/<reference>/agreement")
@needs(Permission.VIEW_TRUST)
def show_agreement(reference: str) -> ResponseReturnValue:
    """What the agreement says, its versions, and the signatures: the lead's people see all, others their own."""
    held, reading = _inside(reference)
    signed = _seen_by(signed_in(held.id), held)
    kind = request.args.get("format")
    if kind in ("csv", "xlsx"):
        return _export(reference, signed, kind)
    key, down = sort_order(SORTS, first="trust")
    if key == "signed":
        signed.sort(key=lambda each: each.signature.signed_at)
    if down:
        signed.reverse()
    skip = skip_of(page_number(), PAGE_SIZE)
    versions = versions_of(held.id)
    page = render_template(
        "procurement/show_agreement.html",
        **round_page(held, reading),
        current=next((each for each in versions if each.is_current), None),
        older=[each for each in versions if not each.is_current],
        rows=[*words.bought_rows(held), *words.contract_rows(held), *words.timetable_rows(held)],
        words=words,
        signed=Page(signed[skip : skip + PAGE_SIZE], page_number(), PAGE_SIZE, len(signed)),
        sort=f"-{key}" if down else key,
        sees_all=_is_lead_trust(held),
    )
    return kept_private(page)


@bp.get("/rounds/<reference>/agreement/<int:number>.pdf")
@needs(Permission.VIEW_TRUST)
def show_agreement_pdf(reference: str, number: int) -> ResponseReturnValue:
    """A version of the agreement as it was issued, for those who take part."""
    held, _ = _inside(reference)
    document = document_of(held.id, number)
    return kept_private(pdf_download(f"agreement-{reference}-{number}", document, shown=True))


def _inside(reference: str) -> tuple[RoundValue, Reading]:
    held = get_round(reference)
    reading = check_may_read(held, actor())
    if held.stage is None or not reading.is_inside:
        raise NotFound("the agreement is for those who take part")
    return held, reading


def _is_lead_trust(held: RoundValue) -> bool:
    return actor().trust == held.lead_id


def _seen_by(signed: Sequence[SignedFor], held: RoundValue) -> list[SignedFor]:
    """The lead trust is the other party of every signature; a participant sees its own."""
    return [each for each in signed if _is_lead_trust(held) or each.trust_id == actor().trust]


def _export(reference: str, signed: Sequence[SignedFor], kind: str) -> ResponseReturnValue:
    download = csv_download if kind == "csv" else sheet_download
    rows = [
        [
            each.trust,
            each.number,
            each.signature.name,
            each.signature.signed_at,
            each.signature.address,
            each.signature.sha256,
        ]
        for each in signed
    ]
    return kept_private(download(f"signatures-{reference}", HEADINGS, rows))
