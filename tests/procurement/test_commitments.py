"""Committing to a round: asked, allowed, signed, given up and undone; two at once."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from app.approvals import queries as approvals_queries
from app.approvals.values import ApprovalState
from app.audit.models import AuditConcern, AuditRow
from app.charges.models import Charge
from app.kernel.clock import midnight
from app.kernel.database import session, transaction
from app.kernel.errors import NotFound
from app.kernel.money import Money
from app.procurement.actions.commitments import ask_to_commit, give_up
from app.procurement.actions.joining import set_demand
from app.procurement.actions.stages import abandon_round
from app.procurement.jobs.commitments import lapse_approval
from app.procurement.models import Commitment, Lot
from app.procurement.paper import fingerprint
from app.procurement.queries.agreements import current_agreement, document_of, versions_of
from app.procurement.queries.commitments import (
    allowed_gross,
    commitments_of,
    open_commitment,
    signed_in,
    worth_at_guide,
    worth_at_todays_prices,
)
from app.procurement.queries.participations import find_participation
from app.procurement.rules.commitments import AgreementChanged, AlreadySigned, CannotCommit, CannotSign, NothingOpen
from app.procurement.rules.demand import DemandBound
from app.procurement.values import CommitmentState, ParticipationState
from tests.clock import START
from tests.procurement.commitments_makers import (
    ADDRESS,
    FEE,
    FREE,
    LAST_TO_COMMIT,
    LATE,
    SIGNER,
    agreement,
    ask,
    change,
    decide,
    lapses,
    leave,
    let_buyers_commit_alone,
    part,
    put,
    sign_for,
    state_of,
)
from tests.procurement.makers import World
from tests.procurement.stages_makers import commit, committing
from tests.services.watching import at_once, notices

State = ParticipationState
on_one = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
"""For what no database does otherwise than another: deciding, without a race or a constraint."""


def readers(verb: str) -> set[int]:
    query = select(AuditConcern.trust_id).join(AuditRow, AuditRow.id == AuditConcern.row_id)
    return set(session().scalars(query.where(AuditRow.verb == f"procurement.{verb}")))


def test_a_trust_is_committed_once_its_scheme_allows_it_and_its_approver_has_signed(world: World) -> None:
    held = committing(world)
    worth = worth_at_guide(held, world.westbrook.trust, START.date())
    assert (worth.net, worth.gross) == (Money(300_000_00), Money(360_000_00))
    assert worth_at_todays_prices(held, world.westbrook.trust, START.date()).net == Money(270_000_00)
    assert ask(held, world.westbrook) is State.ASKED
    with pytest.raises(CannotCommit, match="asked already"):
        ask(held, world.westbrook)
    with pytest.raises(DemandBound):
        set_demand(reference=held.reference, lines=[], version=2, actor=world.westbrook, at=START)
    with pytest.raises(CannotSign, match="approve it first"):
        sign_for(held, world.westbrook_cfo)
    (waiting,) = approvals_queries.list_awaiting(world.westbrook_cfo.person_id, world.westbrook.trust)
    shown = dict(waiting.summary)
    assert shown["With VAT"] == "£360,000.00"
    assert shown["Lot 1: Half-hourly supplies"] == "300,000 kWh a year, at most £300,000.00"
    decide(held, world.westbrook_cfo)
    assert state_of(held, world.westbrook) is State.SIGNING
    assert any(each.startswith("To be signed") for each in notices(world.westbrook_cfo.person_id))
    assert any(each.startswith("Allowed, not signed yet") for each in notices(world.westbrook.person_id))
    assert allowed_gross(held.id, world.westbrook.trust) is None
    with pytest.raises(CannotSign, match="somebody else"):
        sign_for(held, world.westbrook)
    with pytest.raises(AgreementChanged):
        sign_for(held, world.westbrook_cfo, seen="0" * 64)
    sign_for(held, world.westbrook_cfo)
    assert state_of(held, world.westbrook) is State.COMMITTED
    assert allowed_gross(held.id, world.westbrook.trust) == Money(360_000_00)
    with pytest.raises(AlreadySigned):
        sign_for(held, world.westbrook_cfo)
    (signed,) = signed_in(held.id)
    assert (signed.trust, signed.number, signed.signature.name) == ("Westbrook Schools Trust", 1, SIGNER)
    assert (signed.signature.address, signed.signature.sha256) == (ADDRESS, agreement(held).sha256)
    assert any("is committed" in each for each in notices(world.lead.person_id))
    assert readers("commitment_signed") == {world.lead.trust, world.westbrook.trust}
    for facts in session().scalars(select(AuditRow.facts).where(AuditRow.verb.startswith("procurement.commitment"))):
        assert not any(name.endswith("pence") for name in facts)
    with pytest.raises(NotFound):
        ask(replace(held, listing=replace(held.listing, reference="LST-22222")), world.westbrook)


@on_one
def test_who_may_commit_alone_signs_alone_and_what_costs_nothing_is_asked_of_nobody(world: World) -> None:
    held = committing(world)
    let_buyers_commit_alone(world.westbrook_administrator)
    assert ask(held, world.westbrook) is State.SIGNING
    sign_for(held, world.westbrook)
    assert state_of(held, world.westbrook) is State.COMMITTED
    session().execute(update(Lot).where(Lot.listing_id == held.id).values(guide_hundredths=0))
    assert ask(held, world.easton) is State.SIGNING
    commitment = open_commitment(part(held, world.easton).id)
    assert commitment is not None
    assert (commitment.gross, commitment.approval_reference) == (FREE, None)


@on_one
def test_what_is_declined_or_given_up_binds_nobody_and_can_be_asked_again(world: World) -> None:
    held = committing(world)
    ask(held, world.westbrook)
    decide(held, world.westbrook_cfo, is_approved=False)
    assert state_of(held, world.westbrook) is State.INTENDED
    ask(held, world.westbrook)
    (waiting,) = approvals_queries.list_awaiting(world.westbrook_cfo.person_id, world.westbrook.trust)
    give_up(reference=held.reference, actor=world.westbrook, at=START)
    assert state_of(held, world.westbrook) is State.INTENDED
    with pytest.raises(NothingOpen):
        give_up(reference=held.reference, actor=world.westbrook, at=START)
    assert lapses() == [waiting.reference]
    lapse_approval({"approval": waiting.reference}, START)
    assert approvals_queries.get_approval(waiting.reference).lapsed
    ask(held, world.westbrook)
    decide(held, world.westbrook_cfo)
    give_up(reference=held.reference, actor=world.westbrook, at=START)
    assert any("Commitment given up" in each for each in notices(world.westbrook_cfo.person_id))
    states = [each.state for each in commitments_of(part(held, world.westbrook).id)]
    assert states == [CommitmentState.UNDONE, CommitmentState.UNDONE, CommitmentState.DECLINED]


@on_one
def test_an_approval_after_the_trust_gave_up_does_no_harm(world: World) -> None:
    held = committing(world)
    ask(held, world.westbrook)
    give_up(reference=held.reference, actor=world.westbrook, at=START)
    assert decide(held, world.westbrook_cfo) == 1
    assert state_of(held, world.westbrook) is State.INTENDED
    (approval,) = lapses()
    lapse_approval({"approval": approval}, START)
    assert approvals_queries.get_approval(approval).state is ApprovalState.APPROVED


def test_changed_terms_make_a_new_version_that_all_must_commit_to_again(world: World) -> None:
    held = committing(world)
    commit(held, world.westbrook, world.westbrook_cfo)
    ask(held, world.easton)
    first = agreement(held)
    held = change(held, world, commit_by=LAST_TO_COMMIT + timedelta(days=1), award_by=None)
    assert agreement(held) == first
    assert state_of(held, world.westbrook) is State.COMMITTED
    held = change(held, world, late_fee=Money(600_00))
    assert [(each.number, each.is_current) for each in versions_of(held.id)] == [(2, True), (1, False)]
    assert {state_of(held, each) for each in (world.westbrook, world.easton)} == {State.INTENDED}
    for person in (world.westbrook, world.westbrook_cfo, world.easton):
        assert any("not bound any more" in each for each in notices(person.person_id))
    assert not any("not bound any more" in each for each in notices(world.easton_cfo.person_id))
    assert allowed_gross(held.id, world.westbrook.trust) is None
    with pytest.raises(AgreementChanged, match="Version 2"):
        ask_to_commit(reference=held.reference, seen_version=2, seen_sha256=first.sha256, actor=world.easton, at=START)
    assert decide(held, world.easton_cfo) == 1
    assert state_of(held, world.easton) is State.INTENDED
    commit(held, world.westbrook, world.westbrook_cfo)
    assert [each.number for each in signed_in(held.id)] == [2]
    assert fingerprint(document_of(held.id, 1)) == first.sha256
    abandon_round(reference=held.reference, reason="Too dear", actor=world.lead, at=START)
    assert state_of(held, world.westbrook) is State.INTENDED
    assert signed_in(held.id) == []


@on_one
def test_the_agreement_is_one_document_for_all_with_no_trust_in_it_but_the_lead(world: World) -> None:
    held = committing(world)
    document = document_of(held.id, 1)
    found = agreement(held)
    assert document.startswith(b"%PDF-")
    assert (fingerprint(document), found.issued_by) == (found.sha256, world.lead.person_id)
    with pytest.raises(NotFound):
        document_of(held.id, 2)
    assert current_agreement(held.id + 1) is None
    facts = session().scalar(select(AuditRow.facts).where(AuditRow.verb == "procurement.agreement_issued"))
    assert facts == {"version": 1}


@on_one
def test_asking_ends_with_the_last_day_to_commit_and_counts_a_year_where_the_length_is_unknown(world: World) -> None:
    held = committing(world)
    late = midnight(LAST_TO_COMMIT + timedelta(days=1))
    with pytest.raises(CannotCommit, match="26 February 2027"):
        ask(held, world.westbrook, at=late)
    put(held, months=None, extension_months=0)
    assert ask(held, world.westbrook, at=late - timedelta(minutes=1)) is State.ASKED
    commitment = open_commitment(part(held, world.westbrook).id)
    assert commitment is not None
    assert commitment.net == Money(75_000_00)


def test_of_two_who_sign_or_leave_at_once_one_is_told_that_it_is_done(app: Flask, made: World, at: datetime) -> None:
    with transaction():
        held = committing(made)
        ask(held, made.westbrook)
        decide(held, made.westbrook_cfo)
    ends = at_once(app, *[lambda: sign_for(held, made.westbrook_cfo)] * 2)
    assert sorted(type(each).__name__ for each in ends) == ["AlreadySigned", "NoneType"]
    ends = at_once(app, *[lambda: leave(held, made.westbrook, FEE, at=LATE)] * 2)
    assert sorted(type(each).__name__ for each in ends) == ["CannotWithdraw", "str"]
    with transaction():
        assert state_of(held, made.westbrook) is State.WITHDRAWN
        assert len(session().scalars(select(Charge.id)).all()) == 1


def test_approving_while_the_terms_change_ends_with_nothing_to_sign_under_the_older_version(
    app: Flask, made: World, at: datetime
) -> None:
    with transaction():
        held = committing(made)
        ask(held, made.westbrook)
    ends = at_once(
        app,
        lambda: decide(held, made.westbrook_cfo),
        lambda: change(held, made, late_fee=Money(600_00)).listing.version,
    )
    assert all(isinstance(each, int) for each in ends)
    with transaction():
        assert state_of(held, made.westbrook) is State.INTENDED
        assert open_commitment(part(held, made.westbrook).id) is None
        found = find_participation(held.id, made.westbrook.trust)
        assert found is not None
        states = select(Commitment.state).where(Commitment.participation_id == found.id)
        assert session().scalars(states).all() == [CommitmentState.UNDONE]
