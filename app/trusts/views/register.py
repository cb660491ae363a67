"""The register of trusts, for everyone."""

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from app.kernel.clock import london_date
from app.trusts import queries
from app.trusts.forms import RegisterFilters
from app.trusts.values import FoundTrust
from app.trusts.views import bp
from app.web.access import public
from app.web.clock import now
from app.web.downloads import csv_download, sheet_download
from app.web.pagination import Page, page_number

SIZE = 20
EVERYTHING = 100_000
DOWNLOADS = {"csv": csv_download, "xlsx": sheet_download}
HEADINGS = ("UID", "Name", "Kind", "Status", "Company number", "UKPRN", "Town", "Postcode", "Schools", "Pupils")


@bp.get("/register-of-trusts")
@public
def register_search() -> ResponseReturnValue:
    """Find a trust in the register."""
    form = RegisterFilters()
    download = DOWNLOADS.get(request.args.get("format", ""))
    if download:
        everything, _ = _find(form, page=1, size=EVERYTHING)
        return download("trusts", HEADINGS, map(_cells, everything))
    number = page_number()
    found, total = _find(form, page=number, size=SIZE)
    return render_template("trusts/register_search.html", form=form, page=Page(found, number, SIZE, total))


@bp.get("/trusts/<uid>/schools.csv")
@public
def schools_csv(uid: str) -> Response:
    """The schools of a trust, to keep."""
    trust = queries.get_trust_by_uid(uid)
    rows = [
        (each.urn, each.name, each.phase.label, each.roll, each.la_name, each.town, each.postcode)
        for each in queries.list_schools(trust.id, london_date(now()))
    ]
    headings = ("URN", "Name", "Phase", "Pupils", "Local authority", "Town", "Postcode")
    return csv_download(f"schools-of-{trust.uid}", headings, rows)


def _find(form: RegisterFilters, *, page: int, size: int) -> tuple[list[FoundTrust], int]:
    return queries.search_register(
        form.q.data or "",
        kind=form.kind.data or None,
        region=form.region.data or None,
        open_only=bool(form.open.data),
        page=page,
        size=size,
    )


def _cells(found: FoundTrust) -> tuple[str | int, ...]:
    trust = found.trust
    return (
        trust.uid,
        trust.name,
        trust.kind.label,
        "Open" if trust.is_open else "Closed",
        trust.company_number,
        trust.ukprn,
        trust.town,
        trust.postcode,
        found.schools,
        found.roll,
    )
