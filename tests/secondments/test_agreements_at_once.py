"""Whatever is done with an agreement, in whatever order or at once: one version in force, and only when it may be."""

import threading
import time
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from app.approvals import actions as approvals
from app.approvals import queries as approvals_queries
from app.approvals.actions.moves import lock
from app.kernel.database import session, transaction
from app.kernel.errors import Refused
from app.secondments.actions.agreements import (
    begin_secondment,
    change_terms,
    commit_trust,
    issue_version,
    settle_version,
    withdraw_version,
)
from app.secondments.actions.locks import lock_secondee, lock_secondment
from app.secondments.queries.secondments import (
    draft_of,
    open_version,
    secondment_by_reference,
    version_by_id,
    versions_of,
)
from app.secondments.values import CommitmentState, CostBasis, Party, SecondmentState, VersionState
from tests.clock import START
from tests.secondments.agreements_makers import (
    approve_what_waits,
    issue,
    make_drafted_secondment,
    make_interest_row,
    make_pay,
    sign,
)
from tests.secondments.makers import World
from tests.services.watching import at_once

DEEDS = (
    "issue",
    "change",
    "withdraw",
    *("sign home", "sign host", "sign secondee", "sign wrongly") * 2,
    *("commit home", "commit host", "approve home", "approve host") * 2,
    "decline host",
)


TO_THE_END = (
    *("withdraw", "issue", "commit home", "commit host", "approve home", "approve host"),
    *("sign home", "sign host", "sign secondee"),
)
"""Whatever came before, this agrees on what is drafted."""


class Undo(Exception):
    """Ends an example, so that the next one finds the database as it was."""


def do(world: World, reference: str, deed: str) -> None:
    """One deed on an agreement as it stands; what is refused changes nothing."""
    held = secondment_by_reference(reference)
    opened = open_version(held.id)
    verb, _, party = deed.partition(" ")
    actor = world.host if party == "host" else world.home
    cfo = world.host_cfo if party == "host" else world.home_cfo
    if verb == "issue":
        issue_version(reference=reference, actor=world.home, at=START)
    elif verb == "change":
        draft = draft_of(held.id)
        change_terms(reference=reference, terms=draft.terms, draft_number=draft.number, actor=world.host, at=START)
    elif verb == "withdraw":
        withdraw_version(reference=reference, actor=world.host, at=START)
    elif verb == "sign" and opened:
        wrong = party == "wrongly"
        sign(opened, Party.HOME if wrong else Party(party), sha256="0" * 64 if wrong else "")
    elif verb == "commit" and opened:
        commit_trust(version_id=opened.id, actor=actor, at=START)
    elif verb == "approve":
        approve_what_waits(cfo, reference)
    elif verb == "decline":
        for each in approvals_queries.list_awaiting(cfo.person_id, cfo.trust):
            approvals.decline(reference=each.reference, reason="No", actor=cfo, at=START)


def prove(reference: str) -> None:
    """At most one version is open and one in force; what is or was in force was signed and committed to by all."""
    held = secondment_by_reference(reference)
    versions = versions_of(held.id)
    counts = Counter(each.state for each in versions)
    assert counts[VersionState.OPEN] <= 1
    assert counts[VersionState.IN_FORCE] <= 1
    for each in versions:
        if each.state in {VersionState.IN_FORCE, VersionState.SUPERSEDED}:
            assert {one.party for one in each.signatures if one.sha256 == each.sha256} == set(Party)
            assert [one.state for one in each.commitments] == [CommitmentState.COMMITTED] * 2
    expected = SecondmentState.AGREED if counts[VersionState.IN_FORCE] else None
    waiting = SecondmentState.SIGNING if counts[VersionState.OPEN] else SecondmentState.DRAFTING
    assert held.state is (expected or waiting)


def test_any_order_of_deeds_has_at_most_one_version_in_force_with_three_signatures_and_two_commitments(
    world: World,
) -> None:
    reference = make_drafted_secondment(world)

    @settings(
        max_examples=10,
        deadline=None,
        phases=(Phase.explicit, Phase.generate),
        suppress_health_check=list(HealthCheck),
    )
    @given(deeds=st.lists(st.sampled_from(DEEDS), min_size=8, max_size=20))
    def play(deeds: list[str]) -> None:
        try:
            with session().begin_nested():
                for deed in ["issue", *deeds, *TO_THE_END]:
                    try:
                        with session().begin_nested():
                            do(world, reference, deed)
                    except Refused:
                        pass
                    prove(reference)
                assert secondment_by_reference(reference).state is SecondmentState.AGREED
                raise Undo
        except Undo:
            session().expire_all()

    play()


def test_of_two_who_issue_at_once_one_is_told_that_a_version_is_open(app: Flask, made: World, at: datetime) -> None:
    with transaction():
        reference = make_drafted_secondment(made)

    def work() -> int:
        return issue_version(reference=reference, actor=made.home, at=at)

    ends = at_once(app, work, work)
    assert sorted(str(type(each).__name__) for each in ends) == ["Refused", "int"]
    with transaction():
        assert len(versions_of(secondment_by_reference(reference).id)) == 1


def test_the_last_two_signatures_at_once_put_the_version_in_force_once(app: Flask, made: World, at: datetime) -> None:
    with transaction():
        reference = make_drafted_secondment(made)
        version = issue(made, reference)
        for actor, cfo in ((made.home, made.home_cfo), (made.host, made.host_cfo)):
            commit_trust(version_id=version.id, actor=actor, at=at)
            approve_what_waits(cfo, reference)
        sign(version, Party.HOME)
    ends = at_once(app, lambda: sign(version, Party.HOST), lambda: sign(version, Party.SECONDEE))
    with transaction():
        settled = settle_version(version_id=version.id, at=at)
        assert version_by_id(version.id).state is VersionState.IN_FORCE
        assert sorted([*ends, settled]) == [False, False, True]


def test_withdrawing_and_the_last_signature_at_once_leave_one_of_the_two(app: Flask, made: World, at: datetime) -> None:
    with transaction():
        reference = make_drafted_secondment(made)
        version = issue(made, reference)
        for actor, cfo in ((made.home, made.home_cfo), (made.host, made.host_cfo)):
            commit_trust(version_id=version.id, actor=actor, at=at)
            approve_what_waits(cfo, reference)
        sign(version, Party.HOME)
        sign(version, Party.HOST)

    def withdraw() -> Any:
        return withdraw_version(reference=reference, actor=made.host, at=at)

    ends = at_once(app, lambda: sign(version, Party.SECONDEE), withdraw)
    with transaction():
        prove(reference)
        state = version_by_id(version.id).state
        assert state in {VersionState.IN_FORCE, VersionState.WITHDRAWN}
        assert (True in ends) is (state is VersionState.IN_FORCE)


def test_of_two_who_change_a_draft_at_once_the_second_is_told(app: Flask, made: World, at: datetime) -> None:
    with transaction():
        reference = make_drafted_secondment(made)
        draft = draft_of(secondment_by_reference(reference).id)

    def work() -> None:
        change_terms(reference=reference, terms=draft.terms, draft_number=draft.number, actor=made.home, at=at)

    ends = at_once(app, work, work)
    assert sorted(type(each).__name__ for each in ends) == ["NoneType", "Outdated"]


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_whoever_holds_a_person_to_erase_them_is_not_waited_for_by_who_holds_what_is_theirs(
    app: Flask, made: World, at: datetime
) -> None:
    with transaction():
        interest = make_interest_row(made)
        reference = make_drafted_secondment(made)
        version = issue(made, reference)
        for actor, cfo in ((made.home, made.home_cfo), (made.host, made.host_cfo)):
            commit_trust(version_id=version.id, actor=actor, at=at)
            approve_what_waits(cfo, reference)
        sign(version, Party.HOME)
        sign(version, Party.HOST)

    def begin() -> str:
        return begin_secondment(interest_reference=interest, actor=made.home, at=at)

    def hold() -> str:
        lock_secondee(made.secondee)
        begun.wait(10)
        return "held"

    begun = threading.Barrier(3)

    def then_say(work: Callable[[], Any]) -> Callable[[], Any]:
        def do() -> Any:
            time.sleep(0.2)
            done = work()
            begun.wait(10)
            return done

        return do

    ends = at_once(app, hold, then_say(lambda: sign(version, Party.SECONDEE)), then_say(begin))
    assert len(ends) == 3
    with transaction():
        assert version_by_id(version.id).state is VersionState.IN_FORCE


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_who_declines_for_one_trust_does_not_block_who_decides_for_the_other(
    app: Flask, made: World, at: datetime
) -> None:
    with transaction():
        reference = make_drafted_secondment(made, basis=CostBasis.SHARE, pay=make_pay(share_percent=50))
        version = issue(made, reference)
        for actor in (made.home, made.host):
            assert commit_trust(version_id=version.id, actor=actor, at=at) is CommitmentState.ASKED
        (home,) = approvals_queries.list_awaiting(made.home_cfo.person_id, made.home.trust)
        (host,) = approvals_queries.list_awaiting(made.host_cfo.person_id, made.host.trust)
    held = threading.Barrier(2)

    def decide() -> str:
        lock(made.host.trust, host.reference)
        held.wait(10)
        time.sleep(0.3)
        lock_secondment(secondment_by_reference(reference).id)
        return "decided"

    def decline() -> str:
        held.wait(10)
        approvals.decline(reference=home.reference, reason="No", actor=made.home_cfo, at=at)
        return "declined"

    assert sorted(map(str, at_once(app, decide, decline))) == ["decided", "declined"]
    with transaction():
        assert version_by_id(version.id).state is VersionState.WITHDRAWN
