"""What the law's arithmetic says of a round: its estimated value, exemptions, and what is like it."""

from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import select

from app.approvals.rules import (
    least_tender_days,
    meaning_of,
    splitting_of,
    threshold_in_force,
    thresholds_since,
)
from app.approvals.rules.routes import NEED_AN_EXEMPTION
from app.approvals.values import Buying, Estimate, Meaning, Splitting, Threshold
from app.kernel.clock import day_words
from app.kernel.database import session
from app.kernel.errors import NotFound
from app.kernel.money import Money
from app.procurement.frameworks import get_framework
from app.procurement.models import Exemption, Participation, Round
from app.procurement.queries.demand import demands_by_round, demands_of
from app.procurement.queries.rounds import rounds_by_id
from app.procurement.queries.rounds_listed import visible_to
from app.procurement.rules.exemptions import covers
from app.procurement.rules.law import estimate_of_demands
from app.procurement.values import Demand, ExemptionState, ExemptionValue, ParticipationState, RoundValue, Stage

NEAR = timedelta(days=366)


def estimate_of(found: RoundValue, today: date) -> Estimate:
    """The estimated value of a round by what everybody who may still buy wants, all schools and extensions, VAT in.

    Those are all who intend to buy; once nobody can commit any more, those who have.
    """
    return estimate_of_demands(found, _counted(found, demands_of(found.id), today), today)


def _counted(found: RoundValue, demands: list[Demand], today: date) -> list[Demand]:
    last = found.timetable.commit_by
    is_settled = found.stage is Stage.COMMITMENT and last is not None and last < today
    return [each for each in demands if each.is_committed] if is_settled else demands


def estimate_of_trust(found: RoundValue, trust_id: int, today: date) -> Estimate:
    """The most that a round can cost one trust over the whole contract, at the guide prices."""
    own = [each for each in demands_of(found.id) if each.trust_id == trust_id]
    return estimate_of_demands(found, own, today)


def threshold_of(found: RoundValue, today: date) -> Threshold | None:
    """The threshold in force on the day on which the round's procurement starts; None while its kind is not chosen."""
    if found.purchase is None:
        return None
    return threshold_in_force(found.purchase, max(starts_on(found, today), thresholds_since()))


def starts_on(found: RoundValue, today: date) -> date:
    """The day on which the procurement starts: that on which the round went out, else the planned day.

    A planned day that has passed without it is no longer the day: it cannot start before today.
    """
    planned = found.timetable.notice or today
    is_out = found.stage is not None and not found.stage.is_gathering and not found.stage.is_over
    return planned if is_out else max(planned, today)


def meaning_for(found: RoundValue, today: date) -> Meaning | None:
    """What the estimated value means for the round's route; None while its kind or route is not chosen."""
    threshold = threshold_of(found, today)
    if threshold is None or found.route is None:
        return None
    value = estimate_of(found, today)
    exempted = found.route in NEED_AN_EXEMPTION and _covers(found, value)
    return meaning_of(found.route, value, threshold.amount, exemption_is_approved=exempted)


def meaning_on_going_out(found: RoundValue, today: date) -> Meaning | None:
    """What the estimated value means for the route if the round goes out today, whatever day was planned."""
    return meaning_for(_going_out(found, today), today)


def _going_out(found: RoundValue, today: date) -> RoundValue:
    return replace(found, timetable=replace(found.timetable, notice=today))


def law_against(found: RoundValue, today: date) -> str:
    """What the law's arithmetic has against the round's going out today, in sentences; empty where it has nothing.

    Going out today it starts today, whatever day was planned.
    """
    found = _going_out(found, today)
    meaning, threshold = meaning_for(found, today), threshold_of(found, today)
    if meaning is None or threshold is None or found.purchase is None or found.route is None:
        return "Choose what kind of purchase this is, and by which route, under “Change the round”"
    if not meaning.is_allowed:
        return " ".join(meaning.sentences)
    if found.framework and not get_framework(found.framework).stands_on(today):
        return "The framework has ended. Choose another, or another route, under “Change the round”"
    last = found.timetable.tenders_by
    least = least_tender_days(found.route, found.purchase, on=today, is_above=meaning.is_above)
    if last and (last - today).days < least:
        first = day_words(today + timedelta(days=least))
        return f"Suppliers must have at least {least} days to bid. Move the last day for bids to {first} or later"
    return ""


def exemptions_of(round_id: int) -> list[ExemptionValue]:
    """Every exemption recorded for a round, the newest first."""
    query = select(Exemption).where(Exemption.listing_id == round_id).order_by(Exemption.id.desc())
    return [_exemption(row) for row in session().scalars(query.execution_options(populate_existing=True))]


def is_covered(found: RoundValue, today: date) -> bool:
    """Whether the newest approved exemption covers what the round comes to now."""
    return _covers(found, estimate_of(found, today))


def _covers(found: RoundValue, value: Estimate) -> bool:
    held = approved_exemption(found.id)
    return held is not None and covers(held, value)


def approved_exemption(round_id: int) -> ExemptionValue | None:
    """The exemption under which a round may go on above the threshold: the newest that is approved."""
    return next((each for each in exemptions_of(round_id) if each.state is ExemptionState.APPROVED), None)


def splitting_of_round(found: RoundValue, today: date) -> Splitting | None:
    """What to warn of: other rounds that buy the like for one of the same trusts within twelve months. Else None.

    Those by invitation in which its lead trust has no part stay unknown to it.
    """
    threshold = threshold_of(found, today)
    if threshold is None or not found.cpv:
        return None
    day = starts_on(found, today)
    near = (Round.stage.is_not(None), Round.stage != Stage.ABANDONED, Round.notice_date.between(day - NEAR, day + NEAR))
    known = (visible_to(found.lead_id), Round.listing_id != found.id)
    ids = session().scalars(select(Round.listing_id).where(*near, *known))
    others = rounds_by_id(ids)
    buyings = _buyings([found, *others.values()], today)
    return splitting_of(buyings[0], buyings[1:], threshold.amount)


def _buyings(rounds: list[RoundValue], today: date) -> list[Buying]:
    """Each round as a purchase: whoever intends to buy, the lead among them."""
    demands = demands_by_round(each.id for each in rounds)
    left = Participation.state != ParticipationState.WITHDRAWN
    rows = session().execute(
        select(Participation.listing_id, Participation.trust_id).where(
            Participation.listing_id.in_([each.id for each in rounds]), left
        )
    )
    trusts: dict[int, set[int]] = {each.id: {each.lead_id} for each in rounds}
    for round_id, trust_id in rows:
        trusts[round_id].add(trust_id)
    return [
        Buying(
            reference=each.reference,
            trust_ids=frozenset(trusts[each.id]),
            cpv=each.cpv,
            starts=starts_on(each, today),
            value=_known(estimate_of_demands(each, demands[each.id], today)),
        )
        for each in rounds
        if each.cpv
    ]


def _known(estimated: Estimate) -> Money | None:
    return None if estimated.is_unknown else estimated.gross


def _exemption(row: Exemption) -> ExemptionValue:
    return ExemptionValue(
        reference=row.reference,
        round_id=row.listing_id,
        ground=row.ground,
        reason=row.reason,
        value=Money(row.value_pence),
        state=row.state,
        approval_reference=row.approval_reference,
        recorded_by=row.recorded_by,
        recorded_at=row.recorded_at,
        decided_at=row.decided_at,
    )


def page_of_exemption(reference: str) -> str:
    """The page on which an exemption stands: that of its round's value. Raises NotFound."""
    found = session().scalar(select(Exemption.listing_id).where(Exemption.reference == reference))
    if found is None:
        raise NotFound(f"no exemption {reference}")
    return f"/rounds/{rounds_by_id([found])[found].reference}/value"
