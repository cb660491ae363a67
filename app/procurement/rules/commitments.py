"""When a trust may commit itself to a round, give that up again, and who may sign for it."""

from datetime import date

from app.kernel.clock import day_words
from app.kernel.errors import Refused
from app.procurement.values import (
    AgreementValue,
    CommitmentState,
    CommitmentValue,
    ParticipationState,
    ParticipationValue,
    RoundValue,
    Stage,
)

LONGEST_NAME = 100
State = ParticipationState


class CannotCommit(Refused):
    """A trust that cannot commit itself now; the message says why and what to do."""


class AgreementChanged(Refused):
    """Somebody looked at another version of the agreement, or other demand, than stands now."""


class CannotSign(Refused):
    """This commitment cannot be signed by this person now; the message says why and what to do."""


class AlreadySigned(CannotSign):
    """Somebody else of the trust was quicker."""


class NothingOpen(Refused):
    """There is no commitment that could be given up: it was settled meanwhile."""


class NameRefused(Refused):
    """What was typed is not a name to sign with."""

    def __init__(self, message: str) -> None:
        super().__init__(message, field="name")


def check_can_ask(
    held: RoundValue, own: ParticipationValue | None, agreement: AgreementValue | None, *, today: date
) -> AgreementValue:
    """The agreement under which a trust may ask to be committed today. Raises CannotCommit."""
    if held.stage is not Stage.COMMITMENT or agreement is None:
        raise CannotCommit(_not_open(held))
    if own is None or own.state in {State.INTERESTED, State.WITHDRAWN}:
        raise CannotCommit("Say first how much your trust wants, under “Your trust”")
    if own.state in WAITS:
        raise CannotCommit(WAITS[own.state])
    last = held.timetable.commit_by
    if last is not None and today > last:
        raise CannotCommit(
            f"The last day to commit was {day_words(last)}. Ask the lead trust to move it to a later one"
        )
    return agreement


def _not_open(held: RoundValue) -> str:
    if held.stage in {Stage.INTEREST, Stage.INTENTION, None}:
        return "Commitment is not open yet. You are told when it is"
    return "Commitment is closed: who takes part in this round is fixed"


WAITS = {
    State.ASKED: "Your trust has asked already. Somebody is to approve it",
    State.SIGNING: "Your trust’s scheme of delegation allows it already. Somebody is to sign it",
    State.COMMITTED: "Your trust is committed already",
}


def check_seen(own: ParticipationValue, agreement: AgreementValue, *, seen_version: int, seen_sha256: str) -> None:
    """Insist that somebody asks for what they were shown. Raises AgreementChanged."""
    if seen_sha256 != agreement.sha256:
        raise AgreementChanged(f"Version {agreement.number} of the agreement was issued meanwhile. Read it, then ask")
    if seen_version != own.version:
        raise AgreementChanged("Somebody in your trust changed what it wants meanwhile. Look at it, then ask")


def check_can_sign(
    held: RoundValue, found: CommitmentValue | None, agreement: AgreementValue | None, *, signer: int
) -> CommitmentValue:
    """The commitment of a trust that a person may sign for it now. Raises CannotSign or AlreadySigned.

    Whoever asked does not sign, unless the scheme of delegation had nobody else decide.
    """
    if held.stage is not Stage.COMMITMENT or agreement is None:
        raise CannotSign(_not_open(held))
    if found is None:
        raise CannotSign("There is nothing to sign: your trust has not asked to commit itself, or took that back")
    if found.state is CommitmentState.SIGNED:
        raise AlreadySigned("Somebody has signed for your trust already. It is committed")
    if found.state is not CommitmentState.ALLOWED:
        raise CannotSign("Your trust’s scheme of delegation has somebody approve it first")
    if not may_sign(found, signer):
        raise CannotSign("You asked for this commitment, so somebody else who may approve has to sign it")
    return found


def may_sign(found: CommitmentValue, person_id: int) -> bool:
    """Whether somebody who may approve for a trust may sign its commitment: not what they asked to have approved."""
    return found.approval_reference is None or found.asked_by != person_id


def check_read(found: CommitmentValue, agreement: AgreementValue, seen_sha256: str) -> None:
    """Insist that whoever signs read the version that stands. Raises AgreementChanged."""
    if seen_sha256 != agreement.sha256 or found.agreement_id != agreement.id:
        raise AgreementChanged(f"Version {agreement.number} of the agreement was issued meanwhile. Read it, then sign")


def check_name(typed: str) -> str:
    """The name that is signed with, with single spaces. Raises NameRefused for none, or one of over 100 letters."""
    name = " ".join(typed.split())
    if not any(each.isalpha() for each in name):
        raise NameRefused("Enter your full name")
    if len(name) > LONGEST_NAME:
        raise NameRefused(f"Your full name must be {LONGEST_NAME} characters or fewer")
    if not name.isprintable():
        raise NameRefused("Your full name must not include hidden characters")
    return name


def check_can_give_up(held: RoundValue, found: CommitmentValue | None) -> CommitmentValue:
    """The commitment that a trust may give up before it is signed. Raises NothingOpen."""
    if found is None or held.stage is not Stage.COMMITMENT:
        raise NothingOpen("There is nothing to give up: your trust is not asking to commit itself")
    if found.state is CommitmentState.SIGNED:
        raise NothingOpen("It is signed, so your trust is committed. Withdraw from the round instead")
    return found
