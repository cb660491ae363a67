"""What is said of trusts that join a round: to its lead, and to those whom it waits for. Nobody hears a figure."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from app.kernel.clock import day_words
from app.notifications import actions as notifications
from app.notifications.values import Topic
from app.procurement.values import ParticipationValue, RoundValue
from app.procurement.values.demand import Lacking, Missing
from app.trusts import queries as trusts
from app.trusts.values import Permission


def tell_joined(held: RoundValue, own: ParticipationValue, *, at: datetime) -> None:
    """The lead's procurement leads: another trust has shown interest."""
    name = trusts.names([own.trust_id])[own.trust_id]
    body = f"{name} has shown interest in {held.title}. It has still to say how much it wants."
    _tell_lead(held, own, f"{name} has shown interest", body, key=f"joined:{own.reference}:{at.isoformat()}", at=at)


def tell_intends(held: RoundValue, own: ParticipationValue, *, at: datetime) -> None:
    """The lead's procurement leads: another trust has said how much it wants."""
    name = trusts.names([own.trust_id])[own.trust_id]
    body = f"{name} has entered what it wants of {held.title}. It counts in the totals from now on."
    _tell_lead(held, own, f"{name} intends to buy", body, key=f"intends:{own.reference}:{at.isoformat()}", at=at)


def tell_closed(held: RoundValue, own: ParticipationValue, *, at: datetime) -> None:
    """The lead's procurement leads: a trust that took part has closed on the register."""
    name = trusts.names([own.trust_id])[own.trust_id]
    body = f"The register says that {name} has closed, so it is in {held.title} no longer."
    _tell_lead(held, own, f"{name} has closed", body, key=f"closed:{own.reference}:{at.isoformat()}", at=at)


def remind_missing(held: RoundValue, missing: Iterable[Missing], *, until: date | None, day: date, at: datetime) -> int:
    """The procurement leads of the trusts that a round waits for, once a day; returns how many trusts were told."""
    lead, count = trusts.names([held.lead_id])[held.lead_id], 0
    by = f" by {day_words(until)}" if until else ""
    asked = {
        Lacking.ANSWER: f"your trust is invited and has not answered. If it may want to buy, show interest{by}.",
        Lacking.DEMAND: f"your trust has shown interest. Enter what your schools want{by}.",
        Lacking.COMMITMENT: f"your trust intends to buy. It counts for the price once it is committed{by}.",
    }
    for each in missing:
        people = trusts.people_with(each.trust_id, Permission.RUN_PROCUREMENT)
        notifications.notify(
            recipients=people,
            topic=Topic.PROCUREMENT,
            subject=f"Reminder: {held.title}",
            body=f"{lead} reminds you of this joint round: {asked[each.lacking]}",
            link=f"/rounds/{held.reference}/your-trust",
            key=f"procurement.reminded:{held.reference}:{each.trust_id}:{day}",
            at=at,
        )
        count += bool(people)
    return count


def tell_schools_left(
    held: RoundValue, own: ParticipationValue, schools: Mapping[int, str], *, is_dropped: bool, at: datetime
) -> None:
    """A trust's procurement leads, once for the same schools, here by id: they belong to it no longer."""
    names = ", ".join(schools.values())
    done = (
        "What they wanted is taken out. Check what your trust still wants."
        if is_dropped
        else "Your trust is bound to what it asked for or committed to, so nothing has changed. To leave them out, "
        "withdraw and commit again, while that is possible."
    )
    key = "-".join(map(str, sorted(schools)))
    notifications.notify(
        recipients=trusts.people_with(own.trust_id, Permission.RUN_PROCUREMENT),
        topic=Topic.PROCUREMENT,
        subject=f"Schools that have left your trust: {held.title}",
        body=f"The register says that these schools no longer belong to your trust: {names}. {done}",
        link=f"/rounds/{held.reference}/your-trust",
        key=f"procurement.schools_left:{own.reference}:{key}",
        at=at,
    )


def _tell_lead(held: RoundValue, own: ParticipationValue, subject: str, body: str, *, key: str, at: datetime) -> None:
    if own.trust_id == held.lead_id:
        return
    notifications.notify(
        recipients=trusts.people_with(held.lead_id, Permission.RUN_PROCUREMENT),
        topic=Topic.PROCUREMENT,
        subject=f"{subject}: {held.title}",
        body=body,
        link=f"/rounds/{held.reference}/demand",
        key=f"procurement.{key}",
        at=at,
    )
