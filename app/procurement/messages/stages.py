"""What trusts are told when a round moves on."""

from collections.abc import Iterable
from datetime import datetime

from app.kernel.clock import day_words, london_date
from app.notifications import actions as notifications
from app.notifications.values import Topic
from app.procurement.queries.participations import list_participations
from app.procurement.queries.rounds import invited_ids
from app.procurement.queries.stages import facts_of
from app.procurement.rules.stage_words import MEANS, until
from app.procurement.values import ParticipationState, RoundValue, Stage
from app.trusts import queries as trusts
from app.trusts.values import Permission


def tell_moved(found: RoundValue, reason: str, *, by: int | None, at: datetime) -> None:
    """The procurement leads of all trusts that take part: the round moved, what that means and until when.

    While trusts may still join, those that are invited are told too. `by` is who moved it, who knows.
    """
    assert found.stage is not None
    lines = [MEANS[found.stage]]
    if reason:
        lead = trusts.names([found.lead_id])[found.lead_id]
        lines.append(f"{lead} gave this reason: {reason}")
    comes = until(facts_of(found, london_date(at)))
    if comes:
        lines.append(f"{comes[0]} {day_words(comes[1])}.")
    _tell(found, "\n\n".join(lines), told_of(found), by, at)


def told_of(found: RoundValue) -> list[int]:
    """The trusts that hear of each move: those that take part, and while others may join, the invited."""
    inside = {each.trust_id: each.state for each in list_participations(found.id)}
    trust_ids = [each for each, state in inside.items() if state is not ParticipationState.WITHDRAWN]
    if found.stage and found.stage.is_gathering:
        trust_ids += [each for each in invited_ids(found.id) if each not in inside]
    return trust_ids


def _tell(found: RoundValue, body: str, trust_ids: Iterable[int], by: int | None, at: datetime) -> None:
    assert found.stage is not None
    people = {person for each in trust_ids for person in trusts.people_with(each, Permission.RUN_PROCUREMENT)}
    word = "abandoned" if found.stage is Stage.ABANDONED else found.stage.label.lower()
    notifications.notify(
        recipients=sorted(people - {by}),
        topic=Topic.PROCUREMENT,
        subject=f"{found.title}: {word}",
        body=body,
        link=f"/rounds/{found.reference}/progress",
        key=f"procurement.stage:{found.reference}:{found.stage.value}",
        at=at,
    )
