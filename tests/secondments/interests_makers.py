"""Interests at the stage that a test wants, for tests. Each maker is called inside a transaction."""

from datetime import datetime

from app.secondments.actions import interests
from app.secondments.queries.interests import get_interest
from app.secondments.values import InterestValue, Stage
from tests.clock import START
from tests.secondments.makers import World, make_availability, make_opportunity

TO_OFFERED = (Stage.IN_CONVERSATION, Stage.INTERVIEW, Stage.OFFERED)


def make_asked(world: World, *, at: datetime = START, note: str = "", own: bool = False) -> str:
    """The host asks about the home trust's availability, with an opportunity of its own where `own`; the reference."""
    own_reference = make_opportunity(world, at=at) if own else None
    return interests.express_interest(
        availability=make_availability(world, at=at), opportunity=own_reference, note=note, actor=world.host, at=at
    )


def make_put_forward(world: World, *, at: datetime = START, note: str = "") -> str:
    """The home trust puts its secondee forward to the host's opportunity; the reference."""
    return interests.put_forward(
        opportunity=make_opportunity(world, at=at), secondee_id=world.secondee, note=note, actor=world.home, at=at
    )


def make_named(world: World, *, at: datetime = START, own: bool = True) -> str:
    """The host asked, and both the employer and the person consent; the reference."""
    reference = make_asked(world, at=at, own=own)
    interests.give_employer_consent(reference=reference, actor=world.home, at=at)
    interests.give_own_consent(reference=reference, secondee_id=world.secondee, at=at)
    return reference


def make_agreed(world: World, *, at: datetime = START, own: bool = True) -> str:
    """An interest that both trusts agreed on, at which a secondment may begin; the reference."""
    reference = make_named(world, at=at, own=own)
    for stage in TO_OFFERED:
        actor = world.home if stage is Stage.IN_CONVERSATION else world.host
        interests.move_stage(reference=reference, stage=stage, actor=actor, at=at)
    interests.move_stage(reference=reference, stage=Stage.AGREED, actor=world.home, at=at)
    return reference


def interest(world: World, reference: str) -> InterestValue:
    """An interest as it stands."""
    return get_interest(world.home.trust, reference)
