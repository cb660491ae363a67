"""What procurement leads are told of a round itself: that they are invited, that it changed."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from app.kernel.clock import day_words
from app.notifications import actions as notifications
from app.notifications.values import Topic
from app.procurement.queries.rounds import participant_ids
from app.procurement.values import RoundValue
from app.trusts import queries as trusts
from app.trusts.values import Permission


def tell_invited(held: RoundValue, trust_ids: Iterable[int], *, at: datetime) -> None:
    """The procurement leads of the trusts that a published round invites, each trust once."""
    lead = trusts.names([held.lead_id])[held.lead_id]
    until = held.timetable.interest_by
    by = f" Show interest by {day_words(until)}." if until else ""
    body = f"{lead} invites your trust to buy together with others: {held.title}.{by}\n\n{held.listing.summary}"
    for trust_id in trust_ids:
        notifications.notify(
            recipients=trusts.people_with(trust_id, Permission.RUN_PROCUREMENT),
            topic=Topic.PROCUREMENT,
            subject=f"You are invited to a joint round: {held.title}",
            body=body,
            link=f"/rounds/{held.reference}",
            key=f"procurement.invited:{held.reference}:{trust_id}",
            at=at,
        )


def tell_changed(held: RoundValue, changed: Sequence[str], *, at: datetime) -> None:
    """The procurement leads of the trusts that take part, but for the lead trust's own: what of the round differs."""
    lead = trusts.names([held.lead_id])[held.lead_id]
    lines = "\n".join(f"- {each}" for each in changed)
    for trust_id in participant_ids(held.id):
        if trust_id == held.lead_id:
            continue
        notifications.notify(
            recipients=trusts.people_with(trust_id, Permission.RUN_PROCUREMENT),
            topic=Topic.PROCUREMENT,
            subject=f"{held.title} has changed",
            body=f"{lead} changed this joint round:\n\n{lines}\n\nRead it again, and check what your trust wants.",
            link=f"/rounds/{held.reference}",
            key=f"procurement.changed:{held.reference}:{held.listing.version}:{trust_id}",
            at=at,
        )
