"""What the pages of an interest say: whose turn it is, what happened, how far it has come."""

from datetime import datetime

from app.kernel.actor import Actor
from app.people import queries as people
from app.secondments.values import Consenter, InterestValue, MoveValue, Party, Stage
from app.secondments.values.interests_shown import InterestShown

Entry = tuple[datetime, str, str, str]
PROGRESS = (Stage.INTERESTED, Stage.IN_CONVERSATION, Stage.INTERVIEW, Stage.OFFERED, Stage.AGREED)


def whose_turn(shown: InterestShown) -> str:
    """Who is to do what, as one of the two trusts reads it; empty once it is over."""
    if shown.awaited is None:
        return ""
    if shown.awaited.party is shown.party:
        return f"Waits for your trust to {shown.awaited.what}"
    who = "the person" if shown.awaited.party is Party.SECONDEE else shown.other
    return f"Waits for {who} to {shown.awaited.what}"


def history_of(shown: InterestShown, reader: Actor) -> list[Entry]:
    """What happened, newest first: people of one's own trust by name, the other trust as one may know it."""
    interest = shown.interest
    names = people.names(
        each
        for each in (*(move.person_id for move in interest.moves), *(c.given_by for c in interest.consents))
        if each is not None
    )

    def by(trust_id: int | None, person_id: int | None) -> str:
        if trust_id is None or person_id is None:
            return ""
        return f"by {names[person_id] if trust_id == reader.trust else shown.other}"

    entries = [(each.moved_at, _step(interest, each, place), by(each.trust_id, each.person_id), each.message)
               for place, each in enumerate(interest.moves)]  # fmt: skip
    for consent in interest.consents:
        is_person = consent.consenter is Consenter.PERSON
        who = "The person" if is_person else "The home employer"
        employer = None if is_person else interest.home_id
        entries.append((consent.given_at, f"{who} consented", by(employer, consent.given_by), ""))
        if consent.withdrawn_at is not None:
            again = f"{who} withdrew their consent" if is_person else f"{who} withdrew its consent"
            entries.append((consent.withdrawn_at, again, by(employer, consent.withdrawn_by), ""))
    return sorted(entries, key=lambda entry: entry[0], reverse=True)


def progress_of(interest: InterestValue) -> list[tuple[str, str, str]]:
    """The stages as steps: what is done, where it stands, what is to come."""
    reached = [move.stage for move in interest.moves if move.stage in PROGRESS]
    last = PROGRESS.index(reached[-1]) if reached else 0
    steps = [(stage.label, _mark(place, last, interest), "") for place, stage in enumerate(PROGRESS)]
    return steps if interest.stage.is_open else [*steps[: last + 1], (interest.stage.label, "stopped", "")]


def _mark(place: int, last: int, interest: InterestValue) -> str:
    if place < last or (place == last and not interest.stage.is_open):
        return "done"
    return "now" if place == last else "next"


def _step(interest: InterestValue, move: MoveValue, place: int) -> str:
    if place == 0:
        return "Put forward" if interest.is_put_forward else "Interest expressed"
    return (
        f"{move.stage.label}: {move.reason.label[0].lower()}{move.reason.label[1:]}"
        if move.reason
        else move.stage.label
    )
