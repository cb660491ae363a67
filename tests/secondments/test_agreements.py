"""Beginning a secondment, drafting, issuing, committing, coming into force, giving up."""

from dataclasses import replace
from datetime import datetime

import pytest

from app.kernel.errors import NotFound, Refused
from app.secondments.actions.agreements import begin_secondment, change_terms, commit_trust
from app.secondments.queries.secondments import (
    draft_of,
    get_secondment,
    has_draft,
    secondment_by_reference,
    secondment_of_version,
    secondments_by_id,
    version_by_id,
)
from app.secondments.rules.agreements import Incomplete, Outdated
from app.secondments.values import (
    CommitmentState,
    CostBasis,
    Party,
    PensionScheme,
    SecondmentState,
    Stage,
    VersionState,
)
from tests.secondments.agreements_makers import (
    approve_what_waits,
    issue,
    make_drafted_secondment,
    make_interest_row,
    make_secondment,
    sign,
)
from tests.secondments.makers import ENDS, STARTS, TWO_DAYS, World, make_opportunity


def test_the_first_draft_says_what_the_adverts_said(world: World, at: datetime) -> None:
    reference = begin_secondment(interest_reference=make_interest_row(world), actor=world.host, at=at)
    held = get_secondment(world.home.trust, reference)
    assert (held.state, held.start_date, held.last_date) == (SecondmentState.DRAFTING, STARTS, ENDS)
    draft = draft_of(held.id)
    assert (draft.terms.post, draft.terms.working) == ("SENDCo, two days a week", TWO_DAYS)
    assert draft.terms.place_id == world.host_schools[0]
    assert draft.terms.return_post == "SENDCo, Ash Primary School"
    assert draft.terms.basis is CostBasis.AT_COST
    assert all((draft.terms.confidentiality, draft.terms.insurance, draft.terms.expenses))
    assert (draft.pay.pension, draft.pay.share_percent, draft.pay.steps) == (PensionScheme.TEACHERS, 100, ())


def test_a_share_of_the_cost_comes_from_the_advert(world: World) -> None:
    opportunity = make_opportunity(world, basis=CostBasis.SHARE, share_percent=60)
    draft = draft_of(secondment_by_reference(make_secondment(world, opportunity=opportunity)).id)
    assert (draft.terms.basis, draft.pay.share_percent) == (CostBasis.SHARE, 60)


def test_a_secondment_begins_once_from_an_agreed_interest_with_both_consents(world: World, at: datetime) -> None:
    interest = make_interest_row(world)
    begin_secondment(interest_reference=interest, actor=world.home, at=at)
    with pytest.raises(Refused, match="begun already: it is SEC-"):
        begin_secondment(interest_reference=interest, actor=world.host, at=at)
    with pytest.raises(NotFound):
        begin_secondment(interest_reference=interest, actor=world.other, at=at)


@pytest.mark.parametrize(
    ("changes", "why"), [({"stage": Stage.OFFERED}, "Agree between"), ({"consents": False}, "both consent")]
)
def test_nothing_begins_before_agreement_and_consents(
    world: World, at: datetime, changes: dict[str, object], why: str
) -> None:
    with pytest.raises(Refused, match=why):
        begin_secondment(interest_reference=make_interest_row(world, **changes), actor=world.home, at=at)


def test_of_two_people_who_change_a_draft_the_second_is_told(world: World, at: datetime) -> None:
    reference = make_secondment(world)
    draft = draft_of(secondment_by_reference(reference).id)
    change = {"reference": reference, "draft_number": draft.number, "at": at}
    change_terms(terms=replace(draft.terms, post=" SENDCo "), actor=world.home, **change)
    assert secondment_by_reference(reference).post == "SENDCo"
    with pytest.raises(Outdated):
        change_terms(terms=replace(draft.terms, post="Other"), actor=world.host, **change)
    with pytest.raises(Incomplete, match="at most 150"):
        change_terms(terms=replace(draft.terms, post="x" * 151), actor=world.home, **change)
    with pytest.raises(NotFound):
        change_terms(terms=draft.terms, actor=world.other, **change)


def test_a_version_comes_into_force_with_three_signatures_and_both_trusts_committed(world: World, at: datetime) -> None:
    reference = make_drafted_secondment(world)
    version = issue(world, reference)
    held = secondment_by_reference(reference)
    assert (held.state, version.number, version.unsigned) == (SecondmentState.SIGNING, 1, tuple(Party))
    assert commit_trust(version_id=version.id, actor=world.home, at=at) is CommitmentState.COMMITTED
    assert commit_trust(version_id=version.id, actor=world.host, at=at) is CommitmentState.ASKED
    assert [sign(version, party) for party in Party] == [False, False, False]
    assert approve_what_waits(world.host_cfo, reference)
    held, version = secondment_by_reference(reference), version_by_id(version.id)
    assert (held.state, version.state, version.in_force_at) == (SecondmentState.AGREED, VersionState.IN_FORCE, at)
    assert not has_draft(held.id)


def test_a_signature_over_another_document_does_not_count(world: World, at: datetime) -> None:
    version = issue(world, make_drafted_secondment(world, basis=CostBasis.FREE))
    for actor, approver in ((world.home, world.home_cfo), (world.host, world.host_cfo)):
        commit_trust(version_id=version.id, actor=actor, at=at)
        approve_what_waits(approver, secondments_by_id([secondment_of_version(version.id)]).popitem()[1].reference)
    sign(version, Party.HOME)
    sign(version, Party.HOST, sha256="0" * 64)
    assert not sign(version, Party.SECONDEE)
