"""The page of a round as its reader may know it, and that of a draft with what it still lacks."""

from collections.abc import Sequence
from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue

from app.kernel import cpv
from app.kernel.clock import london_date
from app.kernel.errors import Refused
from app.listings import actions as listing_actions
from app.listings import queries as listings
from app.listings import rules as listing_rules
from app.listings.categories import label_of
from app.procurement.actions.rounds_rows import typed_of
from app.procurement.frameworks import Framework, get_framework
from app.procurement.queries.law import meaning_for
from app.procurement.queries.lead_steps import lead_steps_of
from app.procurement.queries.participations import count_participants, find_participation
from app.procurement.queries.rounds import check_may_read, get_round, invited_ids
from app.procurement.queries.rounds_documents import quantities_by_lot
from app.procurement.queries.stages import moves_of
from app.procurement.rules import rounds as rules
from app.procurement.rules.next_steps import next_step
from app.procurement.rules.rounds_words import length_words, timetable_rows
from app.procurement.rules.tier_words import amount_words, missing_words, quantity_words
from app.procurement.rules.tiers import reached_by
from app.procurement.values import Reading, RoundValue, Stage
from app.procurement.views import bp
from app.procurement.views.round_documents import documents_shown
from app.procurement.views.tabs import may_join, round_page
from app.procurement.views.tasks import PART_TITLES, href_of, part_of, parts_open, tasks_of
from app.trusts.values import Permission
from app.web.access import find_actor, public
from app.web.clock import now


@bp.get("/rounds/<reference>")
@public
def show_round(reference: str) -> ResponseReturnValue:
    """A round as its reader may know it; its own procurement leads see a draft too, and what they may do with it."""
    held = get_round(reference)
    reading = check_may_read(held, find_actor())
    if held.stage is None:
        return shown_draft(held)
    return render_template(
        "procurement/show_round.html",
        **round_page(held, reading),
        **_facts(held, reading),
        lead_steps=lead_steps_of(held, london_date(now())) if reading is Reading.LEAD else [],
        step=_next_step(held, reading),
        participants=count_participants([held.id]).get(held.id, 0),
        parts=[(PART_TITLES[part], href_of(held, part)) for part in parts_open(held)]
        if reading is Reading.LEAD
        else [],
    )


def shown_draft(held: RoundValue, refused: Sequence[Refused] = ()) -> str:
    """The page of a draft with its parts and what each lacks; `refused` is what publishing it was refused for."""
    invited = invited_ids(held.id)
    faults = [
        *listing_rules.publishing_faults(listing_actions.draft_of(held.listing)),
        *rules.publishing_faults(typed_of(held, invited), today=london_date(now()), lead_id=held.lead_id),
    ]
    tasks = tasks_of(held, faults, invited=len(invited), documents=len(listings.list_documents(held.id)))
    errors = [{"text": each.message, "href": href_of(held, part_of(each))} for each in refused]
    return render_template(
        "procurement/show_draft.html",
        **round_page(held, Reading.LEAD),
        **_facts(held, Reading.LEAD),
        tasks=tasks,
        errors=errors,
        meaning=meaning_for(held, london_date(now())),
    )


def _facts(held: RoundValue, reading: Reading) -> dict[str, Any]:
    documents, more = documents_shown(held, reading)
    wanted = quantities_by_lot([held.id])
    return {
        "cpv": f"{held.cpv} {cpv.title_of(held.cpv)}" if held.cpv else "",
        "category": label_of(held.listing.category),
        "framework": _framework(held),
        "length": length_words(held),
        "days": [] if held.stage is Stage.ABANDONED else timetable_rows(held, london_date(now())),
        "why": moves_of(held.id)[-1].reason if held.stage is Stage.ABANDONED else "",
        "reached": {lot.id: reached_by(lot, wanted.get(lot.id, 0)) for lot in held.lots},
        "amount": amount_words,
        "quantity": quantity_words,
        "missing": missing_words,
        "documents": documents,
        "more_documents": more,
    }


def _framework(held: RoundValue) -> Framework | None:
    return get_framework(held.framework) if held.framework else None


def _next_step(held: RoundValue, reading: Reading) -> Any:
    """What whoever reads can do next: the words, the button and its address; None where there is nothing."""
    who = find_actor()
    own = find_participation(held.id, who.trust_id) if who is not None and who.trust_id is not None else None
    return next_step(
        held,
        reading,
        own.state if own else None,
        may_join=may_join(held, who),
        runs=who is not None and who.may(Permission.RUN_PROCUREMENT),
        today=london_date(now()),
        signs=who is not None and who.may(Permission.APPROVE),
    )
