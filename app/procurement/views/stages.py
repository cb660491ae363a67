"""How a round goes: its stages, what moved it, and the lead's moving it on or giving it up."""

from datetime import date
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.kernel.clock import london_date
from app.kernel.errors import NotFound, Refused
from app.people import queries as people
from app.procurement.actions import stages as actions
from app.procurement.forms.stages import AbandonForm, MoveForm, StandstillForm
from app.procurement.queries.going_out import going_out_of
from app.procurement.queries.rounds import check_may_read, get_own_round, get_round
from app.procurement.queries.stages import facts_of, moves_of
from app.procurement.rules.stage_words import MEANS, MOVE_LABELS
from app.procurement.rules.stages import NEXT, CannotMove, check_can_abandon, check_can_move
from app.procurement.rules.tier_words import quantity_words
from app.procurement.values import Reading, RoundValue, Stage, StageFacts
from app.procurement.views import bp
from app.procurement.views.tabs import round_page
from app.trusts.values import Permission
from app.web.access import actor, find_actor, needs, public
from app.web.clock import now
from app.web.pagination import Page, page_number, skip_of

TRUSTS, MOST_LEFT = 25, 50
ROAD = tuple(stage for stage in Stage if stage is not Stage.ABANDONED)
OWN_PAGE = (Stage.STANDSTILL, Stage.AWARDED)
"""Stages that a round may skip, or passes in a moment."""


@bp.get("/rounds/<reference>/progress")
@public
def show_progress(reference: str) -> ResponseReturnValue:
    """Where a round stands, what moved it so far, what comes when; its lead is shown what stands in the way."""
    found, who = get_round(reference), find_actor()
    reading = check_may_read(found, who)
    if found.stage is None:
        raise NotFound(f"{reference} is a draft")
    facts, moves = facts_of(found, london_date(now())), moves_of(found.id)
    names = people.names({each.person_id for each in moves if each.person_id}) if reading.is_inside else {}
    return render_template(
        "procurement/show_progress.html",
        **round_page(found, reading),
        moves=moves,
        names=names,
        means=MEANS,
        steps_shown=_steps(found, [each.stage for each in moves]),
        open_to=[(to, MOVE_LABELS[to], _against(facts, to)) for to in NEXT[found.stage]] if _leads(reading) else [],
        may_abandon=_leads(reading) and _may_abandon(found.stage),
        Stage=Stage,
    )


@bp.route("/rounds/<reference>/move/<stage>", methods=["GET", "POST"])
@needs(Permission.RUN_PROCUREMENT)
def move_round(reference: str, stage: str) -> ResponseReturnValue:
    """Have the lead trust move its round on; asks first, and says what it means."""
    found, to = get_own_round(actor().trust, reference), _stage(stage)
    form = StandstillForm() if to is Stage.STANDSTILL else MoveForm()
    form.save.label.text = MOVE_LABELS[to]
    if request.method == "POST" and form.validate():
        published = form.published.data if isinstance(form, StandstillForm) else None
        try:
            actions.move_round(reference=reference, stage=to, standstill=published, actor=actor(), at=now())
        except (Refused, ValueError) as refused:
            form.refuse(refused if isinstance(refused, Refused) else CannotMove(str(refused), field="published"))
        else:
            flash(f"The round is now at “{to.label}”. Everybody who takes part is told.")
            return redirect(url_for("procurement.show_progress", reference=reference), 303)
    today = london_date(now())
    facts = facts_of(found, today)
    against = _against(facts, to)
    is_going_out = to is Stage.OUT_TO_BID and not against
    shown = render_template(
        "procurement/move_round.html",
        **round_page(found),
        left_out=facts.undecided if is_going_out else 0,
        **(_going_out(found, today) if is_going_out else {}),
        form=form,
        to=to,
        label=MOVE_LABELS[to],
        means=MEANS[to],
        against=against,
    )
    return shown, 422 if form.error_list else 200


@bp.route("/rounds/<reference>/abandon", methods=["GET", "POST"])
@needs(Permission.RUN_PROCUREMENT)
def abandon_round(reference: str) -> ResponseReturnValue:
    """Have the lead trust give its round up; asks first, and why."""
    found, form = get_own_round(actor().trust, reference), AbandonForm()
    actions.check_is_published(found)
    if request.method == "POST" and form.validate():
        try:
            actions.abandon_round(reference=reference, reason=form.reason.data or "", actor=actor(), at=now())
        except Refused as refused:
            form.refuse(refused)
        else:
            flash("The round is abandoned. Everybody who took part is told.")
            return redirect(url_for("procurement.show_progress", reference=reference), 303)
    shown = render_template("procurement/abandon_round.html", **round_page(found), form=form)
    return shown, 422 if form.error_list else 200


def _going_out(found: RoundValue, today: date) -> dict[str, Any]:
    """With whom and with what the round goes out: the committed a page at a time."""
    out, skip = going_out_of(found, today), skip_of(page_number(), TRUSTS)
    committed = out.committed[skip : skip + TRUSTS]
    return {
        "out": out,
        "committed": Page(committed, page_number(), TRUSTS, len(out.committed)),
        "falling_out": out.falling_out[:MOST_LEFT],
        "words": quantity_words,
    }


def _stage(word: str) -> Stage:
    if word not in {stage.value for stage in MOVE_LABELS if stage is not Stage.ABANDONED}:
        raise NotFound(f"no stage {word}")
    return Stage(word)


def _leads(reading: Reading) -> bool:
    return reading is Reading.LEAD


def _against(facts: StageFacts, to: Stage) -> str:
    """What stands in the way of a move today, without its full stop; empty where nothing does."""
    try:
        check_can_move(facts, to)
    except CannotMove as refused:
        return refused.message.rstrip(".")
    return ""


def _may_abandon(stage: Stage) -> bool:
    try:
        check_can_abandon(stage)
    except CannotMove:
        return False
    return True


def _steps(found: RoundValue, past: list[Stage]) -> list[tuple[str, str, str]]:
    """The road of the round: what is done, where it is and what is to come; a stage that was skipped is left out."""
    if found.stage is Stage.ABANDONED:
        road = [stage for stage in past if stage is not Stage.ABANDONED]
        return [*((stage.label, "done", "") for stage in road), (Stage.ABANDONED.label, "stopped", "")]
    assert found.stage is not None
    place = ROAD.index(found.stage)
    done = [(stage.label, "done", "") for stage in ROAD[:place] if stage in past or stage not in OWN_PAGE]
    return [*done, (found.stage.label, "now", ""), *((stage.label, "next", "") for stage in ROAD[place + 1 :])]
