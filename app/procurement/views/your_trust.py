"""A trust's own page of a round: where it stands, what it wants and has now, what happens next."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.kernel.clock import london_date
from app.kernel.errors import NotFound, Refused
from app.procurement.actions import joining as actions
from app.procurement.queries.demand import totals
from app.procurement.queries.own_page import OwnPage, own_page, replaced_contracts
from app.procurement.queries.participations import find_by_reference
from app.procurement.queries.rounds import check_may_read, get_round, is_open_to, rounds_by_id
from app.procurement.rules.demand import as_typed
from app.procurement.rules.joining_words import next_for
from app.procurement.rules.rounds_words import is_past_committing, unit_words
from app.procurement.values import ParticipationState, RoundValue, Stage
from app.procurement.views import bp
from app.procurement.views.tabs import round_page
from app.trusts.values import Permission
from app.web.access import actor, needs
from app.web.clock import now
from app.web.downloads import Cell, csv_download, sheet_download
from app.web.pagination import Page, page_number, skip_of
from app.web.private import kept_private

LINES = 25
HEADINGS = ("Lot", "What is bought", "School", "Quantity", "Unit")
NOW_HEADINGS = ("Supplier now", "Price of a unit now", "Contract ends", "Give notice by")
GRID = 60
"""With more boxes than this, what schools want is entered a lot at a time."""


@bp.get("/rounds/<reference>/your-trust")
@needs(Permission.VIEW_TRUST)
def your_trust(reference: str) -> ResponseReturnValue:
    """What the actor's trust has to do with a round; with what it has now for those who may read its contracts."""
    held = get_round(reference)
    reading = check_may_read(held, actor())
    today = london_date(now())
    page = own_page(held, actor().trust, today)
    sees_now = actor().may(Permission.VIEW_CONTRACTS)
    kind = request.args.get("format")
    if kind in ("csv", "xlsx"):
        download = csv_download if kind == "csv" else sheet_download
        headings = [*HEADINGS, *(NOW_HEADINGS if sees_now else ()), "Joins from"]
        return kept_private(download(f"our-demand-{reference}", headings, _rows(page, sees_now=sees_now)))
    lot = _chosen(held)
    lines = [each for each in page.wanted if lot is None or each.lot_id == lot]
    shown = Page(lines[(skip := skip_of(page_number(), LINES)) : skip + LINES], page_number(), LINES, len(lines))
    too_late = held.stage is Stage.COMMITMENT and is_past_committing(held, today)
    leads, is_open = actor().may(Permission.RUN_PROCUREMENT), is_open_to(held, actor().trust, today)
    answer = render_template(
        "procurement/your_trust.html",
        **round_page(held, reading),
        page=page,
        shown=shown,
        lot=lot,
        next_step=next_for(held, page.state, is_open=is_open, today=today),
        totals=totals(held),
        sees_now=sees_now,
        as_typed=as_typed,
        today=today,
        unit_words=unit_words,
        replaced=replaced_contracts(page, today) if sees_now else [],
        may_join=leads and not page.is_in and page.may_change and is_open and not too_late,
        may_change=leads and page.is_in and page.may_change,
        is_grid=fits_grid(page),
        deeds=_deeds(held, page, too_late=too_late) if leads or actor().may(Permission.APPROVE) else [],
    )
    return kept_private(answer)


@bp.post("/rounds/<reference>/your-trust/interest")
@needs(Permission.RUN_PROCUREMENT)
def show_interest(reference: str) -> ResponseReturnValue:
    """Join the round for the actor's trust."""
    try:
        actions.show_interest(reference=reference, actor=actor(), at=now())
        flash("Your trust takes part. Enter what your schools want.")
    except Refused as refused:
        flash(refused.message, "notice")
    return redirect(url_for("procurement.your_trust", reference=reference), 303)


@bp.get("/participations/<reference>")
@needs(Permission.VIEW_TRUST)
def show_participation(reference: str) -> ResponseReturnValue:
    """Lead on from a participation to its round: to its trust's own page, or for the lead trust to the demand."""
    found = find_by_reference(reference)
    if found is None:
        raise NotFound(f"no participation {reference}")
    held = rounds_by_id([found.round_id])[found.round_id]
    if actor().trust not in (found.trust_id, held.lead_id):
        raise NotFound(f"no participation {reference}")
    own = found.trust_id == actor().trust
    return redirect(url_for("procurement.your_trust" if own else "procurement.show_demand", reference=held.reference))


def address_of_participation(reference: str) -> str:
    """Where a participation leads to."""
    return f"/participations/{reference}"


def fits_grid(page: OwnPage) -> bool:
    """Whether every lot and school fits on one page."""
    return len(page.school_ids) * len(page.round.lots) <= GRID


def _chosen(held: RoundValue) -> int | None:
    asked = request.args.get("lot", "")
    return next((each.id for each in held.lots if str(each.id) == asked), None)


def _deeds(held: RoundValue, page: OwnPage, *, too_late: bool) -> list[tuple[str, str, bool]]:
    """What a trust in a round may do besides changing what it wants: words, address, and whether it is what is next.

    `too_late` is whether the last day to commit has passed.
    """
    base = f"/rounds/{held.reference}"
    is_committing = held.stage is Stage.COMMITMENT and not too_late
    found: list[tuple[str, str, bool]] = []
    if held.stage is None or not held.stage.is_gathering or not page.is_in:
        return found
    if page.state is ParticipationState.INTENDED and is_committing:
        found.append(("Commit your trust", f"{base}/commit", True))
    if page.state is ParticipationState.ASKED:
        found.append(("See what waits for approval", f"{base}/commit", True))
    if page.state is ParticipationState.SIGNING and actor().may(Permission.APPROVE):
        found.append(("Read and sign the agreement", f"{base}/sign", True))
    if actor().may(Permission.RUN_PROCUREMENT):
        if page.state is ParticipationState.ASKED:
            found.append(("Take the request back and change what you want", f"{base}/commit/give-up", False))
        if page.state is ParticipationState.SIGNING:
            found.append(("Give that up and change what you want", f"{base}/commit/give-up", False))
        found.append(("Leave the round", f"{base}/withdraw", False))
    return found


def _rows(page: OwnPage, *, sees_now: bool) -> list[list[Cell]]:
    lots = {each.id: each for each in page.round.lots}
    return [
        [
            lots[each.lot_id].position,
            lots[each.lot_id].title,
            page.names.get(each.school_id, ""),
            each.quantity,
            unit_words(lots[each.lot_id]),
            *([each.supplier, each.price, each.contract_end_date, each.notice_date] if sees_now else []),
            each.joins_date,
        ]
        for each in page.wanted
    ]
