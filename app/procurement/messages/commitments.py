"""What is said of commitments: that one is to be signed, stands or is undone, and that a trust has left."""

from collections.abc import Iterable
from datetime import datetime

from app.kernel.clock import london_date
from app.kernel.money import Money
from app.notifications import actions as notifications
from app.notifications.values import Topic
from app.procurement.queries.rounds import participant_ids
from app.procurement.rules.commitments import may_sign
from app.procurement.rules.joining_words import committed_words
from app.procurement.values import CommitmentState, CommitmentValue, ParticipationState, ParticipationValue, RoundValue
from app.trusts import queries as trusts
from app.trusts.values import Permission

TO_SIGN = (ParticipationState.SIGNING, ParticipationState.COMMITTED)


def tell_to_sign(held: RoundValue, own: ParticipationValue, found: CommitmentValue, *, at: datetime) -> None:
    """Those of a trust who may sign: the agreement is to be signed. Its procurement leads: who has to do what now."""
    signers = {each for each in trusts.people_with(own.trust_id, Permission.APPROVE) if may_sign(found, each)}
    knows = set() if found.approval_reference else {found.asked_by}
    key = f"to_sign:{found.id}"
    body = (
        f"Your trust’s scheme of delegation allows its commitment in {held.title}, {found.gross} with VAT at the guide "
        "price. It is committed once somebody who may approve for it has read the participation agreement and signed."
    )
    _notify(held, signers, "To be signed", body, link="sign", key=key, at=at)
    leads = set(_leads(own.trust_id)) - signers - knows
    _notify(held, leads, "Allowed, not signed yet", body, link="commit", key=key, at=at)


def tell_committed(held: RoundValue, own: ParticipationValue, *, by: int, commitment_id: int, at: datetime) -> None:
    """The procurement leads of the trust and of the lead trust: it is committed."""
    name = trusts.names([own.trust_id])[own.trust_id]
    theirs = set(_leads(own.trust_id))
    others = set(_leads(held.lead_id)) - theirs
    key = f"committed:{commitment_id}"
    body = "The participation agreement is signed, so your trust is committed to what it wants. "
    body += committed_words(held, london_date(at))
    _notify(held, theirs - {by}, "Your trust is committed", body, link="your-trust", key=key, at=at)
    body = f"{name} has signed the participation agreement and is committed."
    _notify(held, others - {by}, f"{name} is committed", body, link="demand", key=key, at=at)


def tell_given_up(held: RoundValue, own: ParticipationValue, found: CommitmentValue, *, by: int, at: datetime) -> None:
    """The others of the trust: nothing is to be signed any more. Who would have approved hears of it by that."""
    people = set(_leads(own.trust_id))
    if found.state is CommitmentState.ALLOWED:
        people |= set(trusts.people_with(own.trust_id, Permission.APPROVE))
    body = "Your trust no longer asks to be committed. It still intends to buy, and can change what it wants."
    key = f"given_up:{found.id}"
    _notify(held, people - {by}, "Commitment given up", body, link="your-trust", key=key, at=at)


def tell_undone(held: RoundValue, own: ParticipationValue, *, why: str, at: datetime) -> None:
    """The procurement leads of a trust, and those who might sign for it: nothing binds it any more, and why."""
    people = set(_leads(own.trust_id))
    if own.state in TO_SIGN:
        people |= set(trusts.people_with(own.trust_id, Permission.APPROVE))
    done = "committed itself" if own.state is ParticipationState.COMMITTED else "asked to commit itself"
    again = (
        " Read it, and commit again if your trust still wants to."
        if held.stage is not None and held.stage.is_gathering
        else ""
    )
    body = f"Your trust had {done}. {why}{again}"
    key = f"undone:{own.reference}:{at.isoformat()}"
    _notify(held, people, "Your trust is not bound any more", body, link="your-trust", key=key, at=at)


def tell_withdrawn(
    held: RoundValue, own: ParticipationValue, *, reason: str, cost: Money, by: int, at: datetime
) -> None:
    """The procurement leads of all: a trust left. Its own and the lead's hear what it owes, the lead's also why."""
    name = trusts.names([own.trust_id])[own.trust_id]
    key = f"withdrawn:{own.reference}:{at.isoformat()}"
    told = {by, *_leads(own.trust_id)}
    charged = f" It owes {cost} for leaving late." if cost else ""
    body = f"Your trust has left {held.title}.{charged}"
    _notify(held, told - {by}, "Your trust has left", body, link="", key=key, at=at)
    lead = set(_leads(held.lead_id)) - told
    body = f"{name} has left {held.title}.{charged}\n\nIt gave this reason: {reason}"
    _notify(held, lead, f"{name} has left", body, link="demand", key=key, at=at)
    others = {each for trust_id in participant_ids(held.id) for each in _leads(trust_id)} - told - lead
    body = f"{name} has left {held.title}. Look at what that does to the prices."
    _notify(held, others, f"{name} has left", body, link="prices", key=key, at=at)


def _leads(trust_id: int) -> list[int]:
    return trusts.people_with(trust_id, Permission.RUN_PROCUREMENT)


def _notify(
    held: RoundValue, people: Iterable[int], subject: str, body: str, *, link: str, key: str, at: datetime
) -> None:
    notifications.notify(
        recipients=sorted(people),
        topic=Topic.PROCUREMENT,
        subject=f"{subject}: {held.title}",
        body=body,
        link=f"/rounds/{held.reference}/{link}".rstrip("/"),
        key=f"procurement.{key}",
        at=at,
    )
