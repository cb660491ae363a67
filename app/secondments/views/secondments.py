"""The list of a trust's secondments, the page of one, and its documents."""

from datetime import datetime

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from app.approvals import queries as approvals
from app.kernel.actor import Actor
from app.kernel.errors import NotFound
from app.secondments.actions.interests import look_at_profile
from app.secondments.forms.secondments import SecondmentFilterForm
from app.secondments.queries.interests import interests_by_id
from app.secondments.queries.secondees import SOMEBODY_GONE, secondees_by_id
from app.secondments.queries.secondment_page import get_secondment_page
from app.secondments.queries.secondments import (
    document_of,
    get_secondment,
    get_version,
    schedule_document_of,
)
from app.secondments.queries.secondments_listed import THE_SECONDEE, count_secondments, count_to_sign, list_secondments
from app.secondments.rules.agreements_words import band_words, changes_words, working_words
from app.secondments.values import Party, SecondmentValue
from app.secondments.values.agreements_listed import SecondmentFilter, SecondmentLine, SecondmentSort
from app.secondments.views import bp
from app.secondments.views.salaries import may_see_salaries, salary_reader
from app.secondments.views.secondments_links import DEEDS, links_of
from app.trusts import queries as trusts
from app.trusts.values import Permission
from app.web.access import acting, actor
from app.web.clock import now
from app.web.downloads import Cell, csv_download, pdf_download, sheet_download
from app.web.pagination import Page, page_number, skip_of, sort_order
from app.web.private import kept_private

PAGE_SIZE = 20
HEADINGS = ("Secondment", "Post", "Person", "Out or in", "Other trust", "First day", "Last day", "FTE", "Status")


@bp.get("/secondments", endpoint="list_secondments")
@acting
def show_list() -> ResponseReturnValue:
    """Who is lent out and who is borrowed, for HR leads and finance; names of the trust's own people for HR leads."""
    who, form = salary_reader(), SecondmentFilterForm()
    narrowed, named = form.narrowed, who.may(Permission.POST_SECONDMENTS)
    key, down = sort_order([each.value for each in SecondmentSort], first="-starts")
    kind, sort = request.args.get("format"), SecondmentSort(key)
    if kind in ("csv", "xlsx"):
        every = list_secondments(who.trust, narrowed, sort=sort, descending=down, most=None, with_names=named)
        return _export(kind, every)
    number = page_number()
    lines = list_secondments(
        who.trust,
        narrowed,
        sort=sort,
        descending=down,
        skip=skip_of(number, PAGE_SIZE),
        most=PAGE_SIZE,
        with_names=named,
    )
    page = render_template(
        "secondments/list_secondments.html",
        form=form,
        page=Page(lines, number, PAGE_SIZE, count_secondments(who.trust, narrowed)),
        is_narrowed=narrowed != SecondmentFilter(),
        sort=f"-{key}" if down else key,
        waiting=count_to_sign(who.trust) if named else 0,
        named=named,
    )
    return kept_private(page)


@bp.get("/secondments/<reference>")
@acting
def show_secondment(reference: str) -> ResponseReturnValue:
    """One secondment: where it stands and what it waits for, its parties, versions and everything that belongs to it.

    The name is for HR leads; that one of the host's read it is on record. Whoever decides what it commits their trust
    to reads where it stands, without a name, pay or papers.
    """
    who = actor()
    held = get_secondment(who.trust, reference)
    if not may_see_salaries(who) and not approvals.decides_about(who.person_id, who.trust, reference):
        raise NotFound("secondments are for HR leads, finance, and whoever decides what they commit a trust to")
    name = name_shown(who, held, now())
    found = get_secondment_page(who.trust, reference, at=now())
    terms = found.shown.terms
    page = render_template(
        "secondments/show_secondment.html",
        found=found,
        held=found.held,
        name=name,
        terms=terms,
        hours=[working_words(terms.working), *changes_words(terms)],
        band=band_words(found.draft.pay, terms.start_date),
        links=links_of(found, who),
        is_hr=who.may(Permission.POST_SECONDMENTS),
        sees_pay=may_see_salaries(who),
        timeline_rows=_timeline(who.trust, found.held),
    )
    return kept_private(page)


@bp.get("/secondments/<reference>/versions/<int:number>.pdf")
@acting
def show_agreement(reference: str, number: int) -> ResponseReturnValue:
    """The agreement as a version has it: it names the secondee, so it is for HR leads, and the host's look is kept."""
    who = salary_reader()
    held = get_secondment(who.trust, reference)
    if not who.may(Permission.POST_SECONDMENTS):
        abort(404)
    if name_shown(who, held, now()) in (THE_SECONDEE, SOMEBODY_GONE):
        raise NotFound("the name is not to be read")
    return _document(f"agreement-{reference}-{number}", document_of(get_version(held.id, number).id))


@bp.get("/secondments/<reference>/versions/<int:number>/schedule.pdf")
@acting
def show_schedule_document(reference: str, number: int) -> ResponseReturnValue:
    """The schedule of the recharge as a version has it, for HR leads and finance. It names nobody."""
    held = get_secondment(salary_reader().trust, reference)
    return _document(f"schedule-{reference}-{number}", schedule_document_of(get_version(held.id, number).id))


def name_shown(who: Actor, held: SecondmentValue, at: datetime) -> str:
    """Who the secondee is, for HR leads: those of the home employer, and those of the host while both consent.

    What one of the host's reads is on record at once, in a transaction of its own.
    """
    if not who.may(Permission.POST_SECONDMENTS):
        return THE_SECONDEE
    if held.party_of(who.trust) is Party.HOME:
        return secondees_by_id([held.secondee_id])[held.secondee_id].name
    try:
        interest = interests_by_id([held.interest_id])[held.interest_id]
        return look_at_profile(reference=interest.reference, actor=who, at=at).name
    except NotFound:
        return THE_SECONDEE


def _document(name: str, document: bytes | None) -> ResponseReturnValue:
    if document is None:
        raise NotFound("this document was erased")
    return kept_private(pdf_download(name, document))


def _timeline(trust_id: int, held: SecondmentValue) -> list[tuple[datetime, str, str, str]]:
    """What happened, as far as this trust may know: (when, what, who, more)."""
    return trusts.list_told(trust_id, [held.reference], DEEDS, since=held.created_at)


def _export(kind: str, lines: list[SecondmentLine]) -> ResponseReturnValue:
    download = csv_download if kind == "csv" else sheet_download
    return kept_private(download("secondments", HEADINGS, [_row(each) for each in lines]))


def _row(line: SecondmentLine) -> list[Cell]:
    held = line.secondment
    fte = str(held.fte) if held.fte else ""
    return [
        held.reference, held.post, line.name, line.side.label, line.other_trust, held.start_date, held.last_date, fte,
        held.state.label,
    ]  # fmt: skip
