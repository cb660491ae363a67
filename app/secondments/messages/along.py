"""What the three are told along the way: checks, arrival, an end, an extension. HR leads are never told a name."""

from collections.abc import Iterable
from datetime import date, datetime

from app.kernel.clock import day_words
from app.notifications import actions as notifications
from app.notifications.values import Topic
from app.secondments.messages.secondee_links import secondee_link
from app.secondments.queries.secondees import secondees_by_id
from app.secondments.values import EarlyEndValue, EndingValue, ExtensionValue, Party, SecondmentValue, WhyEnded
from app.trusts import queries as trusts
from app.trusts.values import Permission

TRUSTS = (Party.HOME, Party.HOST)


def tell_checked(held: SecondmentValue, *, at: datetime) -> None:
    """The host's HR leads: the home employer has confirmed every check."""
    home, _ = _names(held)
    body = (
        f"{home} has confirmed every safer-recruitment check for {held.post}. They stand on your single central "
        "record. On the first day you confirm that the person who came is the person named."
    )
    subject = f"The checks of {held.reference} are confirmed"
    tell(held, [Party.HOST], subject, body, link=f"{_page(held)}/checks", key="checked", at=at)


def tell_arrived(held: SecondmentValue, day: date, *, at: datetime) -> None:
    """The home employer's HR leads: the host has seen who came."""
    _, host = _names(held)
    body = f"{host} saw proof of identity on {day_words(day)}: the person who came is the person named."
    tell(held, [Party.HOME], f"{held.reference}: the person has arrived", body, key="arrived", at=at)


def tell_early_end_asked(
    held: SecondmentValue, by: Party, why: WhyEnded, last: date, asked_id: int, *, at: datetime
) -> None:
    """The other trust's HR leads: an end with less notice than agreed waits for their answer."""
    asker = trusts.names([held.trust_of(by)])[held.trust_of(by)]
    what = "would make the post permanent" if why is WhyEnded.PERMANENT else "would end the secondment"
    body = (
        f"{asker} {what}: {held.post}, last day {day_words(last)}. That is less notice than the agreement asks for, "
        "so it counts only if your trust agrees. Until you do, nothing changes."
    )
    subject = f"Do you agree that {held.reference} ends on {day_words(last)}?"
    tell(held, [other(by)], subject, body, link=f"{_page(held)}/end", key=f"early:{asked_id}", at=at)


def tell_early_end_refused(held: SecondmentValue, asked: EarlyEndValue, *, at: datetime) -> None:
    """The HR leads who asked: the other trust does not agree to less notice."""
    party = other(asked.by_party)
    name = trusts.names([held.trust_of(party)])[held.trust_of(party)]
    body = (
        f"{name} does not agree that it ends on {day_words(asked.last_date)}. It goes on as agreed. You can give the "
        "notice that the agreement asks for, or agree on another day."
    )
    subject = f"{held.reference} does not end on {day_words(asked.last_date)}"
    tell(held, [asked.by_party], subject, body, link=f"{_page(held)}/end", key=f"early:{asked.id}:no", at=at)


def tell_ending(held: SecondmentValue, ending: EndingValue, *, at: datetime) -> None:
    """All three, finance of both trusts too: the last day is another one."""
    names = trusts.names([held.home_id, held.host_id])
    who = "The secondee" if ending.by_party is Party.SECONDEE else names[held.trust_of(ending.by_party)]
    day, step = day_words(ending.last_date), f"ending:{ending.given_at:%Y%m%dT%H%M%S}"
    is_permanent = ending.why is WhyEnded.PERMANENT
    what = f"{who} makes the post permanent" if is_permanent else f"{who} ended it early"
    body = f"{what}: {held.post}. Its last day is {day}. What was charged for later days is given back."
    both = (Permission.POST_SECONDMENTS, Permission.MANAGE_FINANCE)
    tell(held, TRUSTS, f"{held.reference} ends on {day}", body, key=step, at=at, permissions=both)
    lines = (
        [f"{names[held.host_id]} makes the post permanent. Your secondment ends on {day}."]
        if is_permanent
        else [f"Your secondment to {names[held.host_id]} ends on {day}, earlier than agreed."]
    )
    if not is_permanent:
        lines.append(f"You return to {names[held.home_id]} as the agreement says.")
    mail(held, f"Your secondment ends on {day}", lines, key=step, at=at)


def tell_extension_asked(held: SecondmentValue, asked: ExtensionValue, *, at: datetime) -> None:
    """The other trust's HR leads: a later end is asked for."""
    asker = trusts.names([held.trust_of(asked.by_party)])[held.trust_of(asked.by_party)]
    body = (
        f"{asker} asks that it go on until {day_words(asked.to_date)}: {held.post}. Read why on the page, and answer "
        "there. Where you agree, a new version is drafted that all three sign."
    )
    subject = f"Extend {held.reference} to {day_words(asked.to_date)}?"
    link = f"{_page(held)}/extension"
    tell(held, [other(asked.by_party)], subject, body, link=link, key=f"extension:{asked.id}", at=at)


def tell_extension_answered(held: SecondmentValue, answered: ExtensionValue, *, at: datetime) -> None:
    """After a yes the HR leads of both: a new version is to be issued and signed. After a no those who asked."""
    home, _ = _names(held)
    day = day_words(answered.to_date)
    if answered.agreed:
        body = (
            f"Both trusts agree that it goes on until {day}: {held.post}. The draft of the next version has that end. "
            f"{home} looks through the draft and issues it; then all three sign. Until then the agreement stands."
        )
        subject = f"Sign a new version: {held.reference} is to go on until {day}"
        tell(held, TRUSTS, subject, body, key=f"extension:{answered.id}:yes", at=at)
        return
    body = f"The other trust does not agree that it goes on until {day}: {held.post}. It ends as agreed."
    subject = f"{held.reference} is not extended"
    tell(held, [answered.by_party], subject, body, key=f"extension:{answered.id}:no", at=at)


def other(party: Party) -> Party:
    """The other trust of the two."""
    return Party.HOST if party is Party.HOME else Party.HOME


def tell(
    held: SecondmentValue,
    parties: Iterable[Party],
    subject: str,
    body: str,
    *,
    key: str,
    at: datetime,
    link: str = "",
    permissions: Iterable[Permission] = (Permission.POST_SECONDMENTS,),
) -> None:
    """A notice to people of one of the trusts or of both, once for each `key`."""
    told = {
        person
        for party in parties
        for permission in permissions
        for person in trusts.people_with(held.trust_of(party), permission)
    }
    notifications.notify(
        recipients=sorted(told),
        topic=Topic.SECONDMENTS,
        subject=subject,
        body=body,
        link=link or f"/r/{held.reference}",
        key=f"secondments.along:{held.reference}:{key}",
        at=at,
    )


def mail(held: SecondmentValue, subject: str, lines: Iterable[str], *, key: str, at: datetime) -> None:
    """A mail to the person who is lent, with the link to their own page; none to somebody who was erased."""
    secondee = secondees_by_id([held.secondee_id])[held.secondee_id]
    if not secondee.email:
        return
    notifications.send_mail_to(
        address=secondee.email,
        subject=subject,
        body="\n\n".join([*lines, "Your page shows your agreement, the dates and who to ask."]),
        link=secondee_link(secondee, at=at),
        key=f"secondments.along:{held.reference}:{key}:secondee",
        at=at,
        secret=True,
    )


def _names(held: SecondmentValue) -> tuple[str, str]:
    names = trusts.names([held.home_id, held.host_id])
    return names[held.home_id], names[held.host_id]


def _page(held: SecondmentValue) -> str:
    return f"/secondments/{held.reference}"
