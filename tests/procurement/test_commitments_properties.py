"""Whatever trusts and the lead do, in any order, a trust is bound exactly by what it signed."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from app.approvals import queries as approvals_queries
from app.approvals.values import ApprovalState
from app.kernel.actor import Actor
from app.kernel.database import session
from app.kernel.errors import Refused
from app.kernel.money import Money
from app.procurement.actions.commitments import give_up
from app.procurement.actions.joining import show_interest
from app.procurement.queries.commitments import (
    commitments_of,
)
from app.procurement.values import CommitmentState, ParticipationState, RoundValue
from tests.clock import START
from tests.procurement.commitments_makers import (
    LAST_TO_COMMIT,
    agreement,
    ask,
    change,
    decide,
    leave,
    part,
    sign_for,
)
from tests.procurement.makers import World
from tests.procurement.stages_makers import committing

State = ParticipationState


DEEDS = (
    *("ask", "approve", "sign") * 3,
    *("decline", "give up", "withdraw", "join", "change terms", "move the day"),
)


class Undo(Exception):
    """Ends an example, so that the next one finds the database as it was."""


def do(held: RoundValue, world: World, deed: str, who: str, number: int) -> None:
    actor: Actor = getattr(world, who)
    cfo: Actor = getattr(world, f"{who}_cfo")
    deeds: dict[str, Callable[[], Any]] = {
        "ask": lambda: ask(held, actor),
        "approve": lambda: decide(held, cfo),
        "decline": lambda: decide(held, cfo, is_approved=False),
        "sign": lambda: sign_for(held, cfo),
        "give up": lambda: give_up(reference=held.reference, actor=actor, at=START),
        "withdraw": lambda: leave(held, actor),
        "join": lambda: show_interest(reference=held.reference, actor=actor, at=START),
        "change terms": lambda: change(held, world, late_fee=Money(700_00 + number)),
        "move the day": lambda: change(held, world, commit_by=LAST_TO_COMMIT - timedelta(days=number)),
    }
    deeds[deed]()


def prove(held: RoundValue, world: World) -> None:
    """At most one commitment of a trust is open, and it is committed exactly where one is signed as allowed."""
    current = agreement(held)
    for actor in (world.westbrook, world.easton):
        own = part(held, actor)
        made = commitments_of(own.id)
        opened = [each for each in made if each.state in (CommitmentState.ASKED, CommitmentState.ALLOWED)]
        signed = [each for each in made if each.state is CommitmentState.SIGNED]
        assert len(opened) + len(signed) <= 1
        assert (own.state is State.COMMITTED) is bool(signed)
        assert (own.state in (State.ASKED, State.SIGNING)) is bool(opened)
        for each in (*opened, *signed):
            assert each.agreement_id == current.id
        for each in signed:
            assert each.signature is not None
            assert each.signature.sha256 == current.sha256
            assert each.approval_reference is not None
            assert approvals_queries.get_approval(each.approval_reference).state is ApprovalState.APPROVED


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_any_order_of_deeds_leaves_a_trust_committed_exactly_where_it_signed_what_stands(world: World) -> None:
    held = committing(world)

    @settings(
        max_examples=4,
        deadline=None,
        phases=(Phase.explicit, Phase.generate),
        suppress_health_check=list(HealthCheck),
    )
    @given(
        steps=st.lists(
            st.tuples(st.sampled_from(DEEDS), st.sampled_from(("westbrook", "easton"))), min_size=6, max_size=12
        )
    )
    def play(steps: list[tuple[str, str]]) -> None:
        try:
            with session().begin_nested():
                for number, (deed, who) in enumerate(steps):
                    try:
                        with session().begin_nested():
                            do(held, world, deed, who, number)
                    except Refused:
                        pass
                    prove(held, world)
                raise Undo
        except Undo:
            session().expire_all()

    play()
