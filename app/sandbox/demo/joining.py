"""Plays what the demo's trusts do in joint rounds: they join, want, commit under their schemes, leave and call off."""

from datetime import datetime

from app.kernel.actor import Actor
from app.people import queries as people
from app.procurement.actions.commitments import ask_to_commit, sign
from app.procurement.actions.joining import set_demand, show_interest
from app.procurement.actions.withdrawals import withdraw
from app.procurement.queries.agreements import current_agreement
from app.procurement.queries.commitments import open_commitment
from app.procurement.queries.participations import find_participation
from app.procurement.rules.withdrawals import FREE
from app.procurement.values import AgreementValue, ParticipationValue
from app.sandbox.demo.deals import call_off_commitment
from app.sandbox.demo.deciding import approve, decider_of
from app.sandbox.demo.round_content import OFFICE, WrittenPart, WrittenRound, round_content
from app.sandbox.demo.rounds import AFTERNOON, Buying
from app.sandbox.demo.signatures import OFFICE_ADDRESS

COMPARED_LATER = "The round compares bids for all of us together before anything is bought."


def plan_joining(buying: Buying) -> None:
    """Put on the timeline what every trust does in every round."""
    for written in round_content():
        for part in written.parts:
            _plan_part(buying, written, part)


def _plan_part(buying: Buying, written: WrittenRound, part: WrittenPart) -> None:
    buying.add(part.joined, lambda at: _join(buying, written, part, at), AFTERNOON)
    if part.asked is not None:
        buying.add(part.asked, lambda at: _ask(buying, written, part, at), AFTERNOON)
    if part.allowed is not None:
        buying.add(part.allowed, lambda at: _allow(buying, written, part, at), AFTERNOON)
    if part.signed is not None:
        buying.add(part.signed, lambda at: _sign(buying, written, part, at), AFTERNOON)
    if part.left is not None:
        buying.add(part.left, lambda at: _leave(buying, written, part, at), AFTERNOON)
    if part.called_off is not None:
        buying.add(part.called_off, lambda at: _call_off(buying, written, part, at), AFTERNOON)


def _actor(buying: Buying, part: WrittenPart) -> Actor:
    return buying.programme.acting(part.by, part.trust)


def _join(buying: Buying, written: WrittenRound, part: WrittenPart, at: datetime) -> None:
    found, actor = buying.round(written), _actor(buying, part)
    if not part.wants:
        show_interest(reference=found.reference, actor=actor, at=at)
        return
    schools = {urn: buying.programme.school(urn) for wants in part.wants for urn in wants.schools if urn != OFFICE}
    lots, start = [lot.id for lot in found.lots], written.start(buying.today)
    lines = [line for wants in part.wants for line in wants.lines(lots, schools, today=buying.today, start=start)]
    own = find_participation(found.id, actor.trust)
    version = own.version if own else 0
    set_demand(reference=found.reference, lines=lines, version=version, actor=actor, at=at)


def _ask(buying: Buying, written: WrittenRound, part: WrittenPart, at: datetime) -> None:
    own, agreement = _own(buying, written, part), _agreement(buying, written)
    ask_to_commit(
        reference=buying.rounds[written.key],
        seen_version=own.version,
        seen_sha256=agreement.sha256,
        actor=_actor(buying, part),
        at=at,
    )


def _allow(buying: Buying, written: WrittenRound, part: WrittenPart, at: datetime) -> None:
    commitment = open_commitment(_own(buying, written, part).id)
    assert commitment is not None, f"{part.trust} asks for no commitment to {written.key}"
    if commitment.approval_reference:
        approve(commitment.approval_reference, part.trust, COMPARED_LATER, at)


def _sign(buying: Buying, written: WrittenRound, part: WrittenPart, at: datetime) -> None:
    commitment = open_commitment(_own(buying, written, part).id)
    assert commitment is not None, f"{part.trust} has nothing to sign for {written.key}"
    assert commitment.approval_reference, f"{part.trust} needed nobody for {written.key}"
    signer = decider_of(commitment.approval_reference, part.trust)
    sign(
        reference=buying.rounds[written.key],
        name=people.get_person(signer.person_id).name,
        seen_sha256=_agreement(buying, written).sha256,
        actor=signer,
        address=OFFICE_ADDRESS,
        at=at,
    )


def _leave(buying: Buying, written: WrittenRound, part: WrittenPart, at: datetime) -> None:
    reference, actor = buying.rounds[written.key], _actor(buying, part)
    withdraw(reference=reference, reason=part.why, seen_cost=FREE, actor=actor, at=at)


def _call_off(buying: Buying, written: WrittenRound, part: WrittenPart, at: datetime) -> None:
    call_off_commitment(buying.rounds[written.key], _actor(buying, part), at)


def _own(buying: Buying, written: WrittenRound, part: WrittenPart) -> ParticipationValue:
    found = find_participation(buying.round(written).id, _actor(buying, part).trust)
    assert found is not None, f"{part.trust} takes no part in {written.key}"
    return found


def _agreement(buying: Buying, written: WrittenRound) -> AgreementValue:
    found = current_agreement(buying.round(written).id)
    assert found is not None, f"{written.key} has no agreement to sign"
    return found
