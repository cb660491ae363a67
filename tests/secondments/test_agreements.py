"""Beginning a secondment, drafting, issuing, committing, coming into force, giving up."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from app.approvals import actions as approvals
from app.approvals import queries as approvals_queries
from app.kernel.errors import NotFound, Refused
from app.listings.rules import Incomplete
from app.secondments.actions.abandoning import abandon
from app.secondments.actions.agreements import (
    begin_secondment,
    change_terms,
    commit_trust,
    issue_version,
    settle_version,
    withdraw_version,
)
from app.secondments.queries.interests import interests_by_id
from app.secondments.queries.secondments import (
    draft_of,
    get_secondment,
    has_draft,
    secondment_by_reference,
    secondment_of_version,
    secondments_by_id,
    version_by_id,
    versions_of,
)
from app.secondments.rules.agreements import MovedOn, NotThisParty, Outdated
from app.secondments.values import (
    CommitmentState,
    CostBasis,
    Fte,
    Party,
    PensionScheme,
    SecondmentState,
    Stage,
    VersionState,
    Working,
)
from tests.secondments.agreements_makers import (
    agree,
    approve_what_waits,
    complete,
    issue,
    make_agreed_secondment,
    make_drafted_secondment,
    make_interest_row,
    make_secondment,
    rule_on_vat,
    sign,
)
from tests.secondments.makers import ENDS, PERSON, STARTS, TWO_DAYS, World, make_opportunity


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
    world: World, at: datetime, changes: dict[str, Any], why: str
) -> None:
    with pytest.raises(Refused, match=why):
        begin_secondment(interest_reference=make_interest_row(world, **changes), actor=world.home, at=at)


def test_of_two_people_who_change_a_draft_the_second_is_told(world: World, at: datetime) -> None:
    reference = make_secondment(world)
    draft = draft_of(secondment_by_reference(reference).id)
    change: dict[str, Any] = {"reference": reference, "draft_number": draft.number, "at": at}
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


def test_a_declined_commitment_withdraws_the_version_and_another_can_be_issued(world: World, at: datetime) -> None:
    reference = make_drafted_secondment(world)
    version = issue(world, reference)
    commit_trust(version_id=version.id, actor=world.host, at=at)
    asked = approvals_queries.list_awaiting(world.host_cfo.person_id, world.host.trust)
    assert [each.subject for each in asked] == [reference]
    words = " ".join(text for pair in asked[0].summary for text in pair) + asked[0].title
    assert PERSON not in words
    assert "48,000" not in words
    assert "£45,000 to £49,999 a year" in words
    approvals.decline(reference=asked[0].reference, reason="Not this year", actor=world.host_cfo, at=at)
    held = secondment_by_reference(reference)
    assert (held.state, version_by_id(version.id).state) == (SecondmentState.DRAFTING, VersionState.WITHDRAWN)
    assert issue(world, reference).number == 2


def test_a_withdrawn_version_needs_no_decision_any_more_and_nothing_signed_counts(world: World, at: datetime) -> None:
    reference = make_drafted_secondment(world)
    version = issue(world, reference)
    commit_trust(version_id=version.id, actor=world.host, at=at)
    withdraw_version(reference=reference, actor=world.host, at=at)
    assert approvals_queries.list_awaiting(world.host_cfo.person_id, world.host.trust) == []
    with pytest.raises(MovedOn):
        withdraw_version(reference=reference, actor=world.home, at=at)
    with pytest.raises(MovedOn):
        commit_trust(version_id=version.id, actor=world.home, at=at)
    assert not settle_version(version_id=version.id, at=at)


def test_only_home_issues_a_complete_draft_one_version_at_a_time(world: World, at: datetime) -> None:
    bare = make_secondment(world)
    with pytest.raises(Incomplete) as missing:
        issue_version(reference=bare, actor=world.home, at=at)
    assert {each.field for each in missing.value.faults} >= {"duties", "annual", "reason"}
    complete(world, bare)
    rule_on_vat(world, bare)
    with pytest.raises(NotThisParty):
        issue_version(reference=bare, actor=world.host, at=at)
    issue(world, bare)
    with pytest.raises(Refused, match="being signed already"):
        issue_version(reference=bare, actor=world.home, at=at)
    draft = draft_of(secondment_by_reference(bare).id)
    with pytest.raises(Refused, match="Withdraw it first"):
        change_terms(reference=bare, terms=draft.terms, draft_number=draft.number, actor=world.host, at=at)


def test_what_is_free_commits_the_host_to_nothing_and_needs_no_ruling(world: World, at: datetime) -> None:
    reference = make_drafted_secondment(world, basis=CostBasis.FREE, ruled=False)
    version = issue(world, reference)
    assert commit_trust(version_id=version.id, actor=world.host, at=at) is CommitmentState.COMMITTED
    assert commit_trust(version_id=version.id, actor=world.home, at=at) is CommitmentState.ASKED


def test_a_later_version_asks_only_for_more_and_supersedes_the_former(world: World, at: datetime) -> None:
    reference = make_agreed_secondment(world)
    secondment_id = secondment_by_reference(reference).id
    draft = draft_of(secondment_id)
    shorter = replace(draft.terms, end_date=ENDS - timedelta(days=30))
    change_terms(reference=reference, terms=shorter, draft_number=draft.number, actor=world.host, at=at)
    assert secondment_by_reference(reference).last_date == ENDS
    second = issue(world, reference)
    assert secondment_by_reference(reference).state is SecondmentState.AGREED
    for actor in (world.home, world.host):
        assert commit_trust(version_id=second.id, actor=actor, at=at) is CommitmentState.COMMITTED
    assert [sign(second, party) for party in Party] == [False, False, True]
    states = [each.state for each in versions_of(secondment_id)]
    assert states == [VersionState.SUPERSEDED, VersionState.IN_FORCE]
    assert secondment_by_reference(reference).last_date == ENDS - timedelta(days=30)


def test_the_same_person_is_not_lent_for_more_than_the_whole_of_their_time(world: World, at: datetime) -> None:
    first, second = (make_drafted_secondment(world, working=Working(fte=Fte(6_000))) for _ in range(2))
    version = issue(world, second)
    agree(world, first)
    withdraw_version(reference=second, actor=world.home, at=at)
    with pytest.raises(Incomplete, match=f"Together with {first} this takes 1.2 of full time"):
        issue_version(reference=second, actor=world.home, at=at)
    assert version_by_id(version.id).state is VersionState.WITHDRAWN


def test_of_two_that_are_signed_at_once_the_second_stays_open_where_they_overlap(world: World, at: datetime) -> None:
    first, second = (
        make_drafted_secondment(world, basis=CostBasis.FREE, working=Working(fte=Fte(6_000))) for _ in range(2)
    )
    opened = issue(world, second)
    agree(world, first)
    for actor, approver in ((world.home, world.home_cfo), (world.host, world.host_cfo)):
        commit_trust(version_id=opened.id, actor=actor, at=at)
        approve_what_waits(approver, second)
    assert [sign(opened, party) for party in Party] == [False] * 3
    assert version_by_id(opened.id).state is VersionState.OPEN


def test_giving_up_before_all_have_signed_ends_the_interest_and_its_approvals(world: World, at: datetime) -> None:
    reference = make_drafted_secondment(world)
    version = issue(world, reference)
    commit_trust(version_id=version.id, actor=world.host, at=at)
    abandon(reference=reference, reason="Our own colleague is back sooner.", actor=world.host, at=at)
    held = secondment_by_reference(reference)
    assert held.state is SecondmentState.ABANDONED
    assert interests_by_id([held.interest_id])[held.interest_id].stage is Stage.WITHDRAWN
    assert approvals_queries.list_awaiting(world.host_cfo.person_id, world.host.trust) == []
    agreed = make_agreed_secondment(world)
    with pytest.raises(Refused, match="end it with notice"):
        abandon(reference=agreed, reason="No", actor=world.home, at=at)


def test_a_post_that_names_the_secondee_is_refused(world: World, at: datetime) -> None:
    reference = make_drafted_secondment(world)
    draft = draft_of(secondment_by_reference(reference).id)
    terms = replace(draft.terms, post=f"SENDCo ({PERSON})")
    with pytest.raises(Incomplete, match=f"Take out “{PERSON}”"):
        change_terms(reference=reference, terms=terms, draft_number=draft.number, actor=world.host, at=at)
