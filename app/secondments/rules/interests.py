"""Who may express an interest in what, which stage follows which, and whose turn it is."""

from datetime import date

from app.kernel.errors import Refused
from app.listings.values import ListingState
from app.secondments.values import AdvertValue, Awaited, Consenter, InterestValue, Party, SecondmentState, Stage
from app.trusts.values import TrustValue

IN_PROGRESS = (Stage.INTERESTED, Stage.IN_CONVERSATION, Stage.INTERVIEW, Stage.OFFERED)
FOLLOWS: dict[Stage, tuple[Stage, ...]] = {
    Stage.INTERESTED: (Stage.IN_CONVERSATION, Stage.INTERVIEW, Stage.OFFERED, Stage.NOT_THIS_TIME, Stage.WITHDRAWN),
    Stage.IN_CONVERSATION: (Stage.INTERVIEW, Stage.OFFERED, Stage.NOT_THIS_TIME, Stage.WITHDRAWN),
    Stage.INTERVIEW: (Stage.OFFERED, Stage.NOT_THIS_TIME, Stage.WITHDRAWN),
    Stage.OFFERED: (Stage.AGREED, Stage.NOT_THIS_TIME, Stage.WITHDRAWN),
    Stage.AGREED: (Stage.WITHDRAWN,),
    Stage.NOT_THIS_TIME: (),
    Stage.WITHDRAWN: (),
}
NEEDS_NAME = frozenset({Stage.INTERVIEW, Stage.OFFERED, Stage.AGREED})
BOUND = frozenset({SecondmentState.AGREED, SecondmentState.RUNNING, SecondmentState.ENDED})
BY_HOST = frozenset({Stage.INTERVIEW, Stage.OFFERED, Stage.NOT_THIS_TIME, Stage.WITHDRAWN})
BY_HOME = frozenset({Stage.IN_CONVERSATION, Stage.AGREED, Stage.NOT_THIS_TIME, Stage.WITHDRAWN})


class NotOpen(Refused):
    """Nobody may express an interest in this advert now."""


class OwnAdvert(Refused):
    """An advert of one's own trust."""


class AlreadyInterested(Refused):
    """There is an open interest in the same thing; `reference` is the one there is."""

    def __init__(self, message: str, reference: str) -> None:
        super().__init__(message)
        self.reference = reference


class CannotMove(Refused):
    """This stage does not follow, or it is not for this side to take."""


class NotNamedYet(CannotMove):
    """The person and their employer have not both consented."""


class MovedOn(CannotMove):
    """Somebody was quicker, or it is over."""


class Bound(Refused):
    """A secondment was agreed: it ends by notice, not by withdrawing an interest."""


def check_both_open(host: TrustValue, home: TrustValue) -> None:
    """Only trusts that are open lend and borrow. Raises NotOpen."""
    if not (host.is_open and home.is_open):
        raise NotOpen("One of the two trusts has closed, so nobody can be lent between them.")


def check_can_ask(advert: AdvertValue, trust_id: int, *, on: date) -> None:
    """Whether a trust may express an interest in a published advert of another's. Raises OwnAdvert or NotOpen."""
    if advert.trust_id == trust_id:
        raise OwnAdvert("This is your own trust’s advert: other trusts express an interest in it")
    closing = advert.particulars.closing_date
    if advert.listing.state is not ListingState.PUBLISHED:
        raise NotOpen(f"This advert is not open any more ({advert.listing.state_label.lower()}). Look for another one.")
    if closing is not None and on > closing:
        raise NotOpen(f"This advert closed on {closing.day} {closing:%B %Y}. Look for another one.")


def moves_of(interest: InterestValue, party: Party) -> tuple[Stage, ...]:
    """The stages to which one side may move an interest as it stands, in their order."""
    return tuple(each for each in Stage if _refusal(interest, each, party) is None)


def check_can_move(interest: InterestValue, stage: Stage, party: Party) -> None:
    """Raises MovedOn once it is over, NotNamedYet, or CannotMove where the stage is not this side's to take now."""
    refusal = _refusal(interest, stage, party)
    if refusal is not None:
        raise refusal


def check_open(interest: InterestValue) -> None:
    """Raises MovedOn for an interest that is over."""
    if not interest.stage.is_open:
        raise _over(interest)


def check_not_bound(state: SecondmentState | None) -> None:
    """Whether an interest may end, by the state of the secondment it led to. Raises Bound once that was agreed."""
    if state in BOUND:
        raise Bound("A secondment was agreed from this. It ends by notice: give notice on the page of the secondment.")


def awaited(interest: InterestValue) -> Awaited | None:
    """What an interest waits for; None once it is over."""
    if not interest.stage.is_open:
        return None
    if not interest.has_consent(Consenter.EMPLOYER):
        return Awaited(Party.HOME, "give or refuse the employer’s consent")
    if not interest.has_consent(Consenter.PERSON):
        return Awaited(Party.SECONDEE, "give or refuse their own consent")
    return {
        Stage.INTERESTED: Awaited(Party.HOST, "look at the profile, then invite the person or say not this time"),
        Stage.IN_CONVERSATION: Awaited(Party.HOST, "invite the person to an interview, or make an offer"),
        Stage.INTERVIEW: Awaited(Party.HOST, "make an offer, or say not this time"),
        Stage.OFFERED: Awaited(Party.HOME, "accept the offer, or say not this time"),
        Stage.AGREED: Awaited(Party.HOME, "draw up the agreement with the host"),
    }[interest.stage]


def _refusal(interest: InterestValue, stage: Stage, party: Party) -> CannotMove | None:
    if not interest.stage.is_open:
        return _over(interest)
    if stage not in FOLLOWS[interest.stage]:
        return CannotMove(f"{stage.label} does not follow {interest.stage.label.lower()}")
    if stage not in _by(interest, party):
        return CannotMove("This step is the other trust’s to take")
    if stage in NEEDS_NAME and not interest.is_named:
        return NotNamedYet("Wait until the person and their employer have both consented")
    return None


def _by(interest: InterestValue, party: Party) -> frozenset[Stage]:
    """What is one side's to take. A conversation is begun by the home employer, or by a host that was approached."""
    if party is Party.HOME:
        return BY_HOME
    if party is Party.HOST:
        return BY_HOST | ({Stage.IN_CONVERSATION} if interest.is_put_forward else frozenset())
    return frozenset({Stage.WITHDRAWN})


def _over(interest: InterestValue) -> MovedOn:
    return MovedOn(f"This interest is over: {interest.stage.label.lower()}")
