"""What people are reminded of along a secondment, each thing once. HR leads are never told a name."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from app.kernel.clock import day_words
from app.kernel.working_days import add_working_days
from app.secondments.messages.along import TRUSTS, mail, tell
from app.secondments.values import CheckItem, Party, ReviewKind, SecondmentValue, VersionValue
from app.trusts import queries as trusts


def remind_to_sign(held: SecondmentValue, version: VersionValue, *, step: str, at: datetime) -> None:
    """Those who have not signed a version yet: the trusts' HR leads by notice, the secondee by mail."""
    key = f"unsigned:{version.id}:{step}"
    subject = f"Still to sign: version {version.number} of {held.reference}"
    first = f"It starts on {day_words(held.start_date)}." if held.start_date and held.started_at is None else ""
    body = f"{held.post}: your trust has not signed yet. {first} It cannot take effect before all three have signed."
    unsigned = [party for party in version.unsigned if party is not Party.SECONDEE]
    tell(held, unsigned, subject, body, link=f"/secondments/{held.reference}/sign", key=key, at=at)
    if Party.SECONDEE in version.unsigned:
        lines = [
            f"Version {version.number} of the agreement on your secondment, {held.post}, waits for your signature.",
            f"{first} Read it on your page, ask there for a code, and sign.".strip(),
        ]
        mail(held, f"Still to sign: your secondment agreement, version {version.number}", lines, key=key, at=at)


def remind_to_check(held: SecondmentValue, missing: Sequence[CheckItem], *, days: int, at: datetime) -> None:
    """The home employer's HR leads: checks without an answer block the start."""
    assert held.start_date is not None, "what nears its start has a first day"
    body = (
        f"{held.post} starts on {day_words(held.start_date)}. Nobody starts before you have confirmed these checks: "
        f"{'; '.join(each.label for each in missing)}."
    )
    key = f"unchecked:{held.start_date}:{days}"
    subject = f"Confirm the checks of {held.reference}"
    tell(held, [Party.HOME], subject, body, link=f"/secondments/{held.reference}/checks", key=key, at=at)


def ask_for_review(held: SecondmentValue, kind: ReviewKind, parties: Iterable[Party], *, at: datetime) -> None:
    """Those who have not given a review that is open: how does it go?"""
    wanted, subject = set(parties), f"{kind.label}: {held.reference}"
    body = (
        f"{held.post}: say how it is going, and what would make it better. Once you have given your review "
        "you can read the other two, as they can read yours once they have given theirs."
    )
    link = f"/secondments/{held.reference}/reviews"
    tell(held, wanted & set(TRUSTS), subject, body, link=link, key=f"review:{kind}", at=at)
    if Party.SECONDEE in wanted:
        mail(held, f"{kind.label} of your secondment", [body], key=f"review:{kind}", at=at)


def ask_what_comes_after(held: SecondmentValue, *, at: datetime) -> None:
    """The HR leads of both trusts, eight weeks before the last day: extend, end or make permanent?"""
    assert held.last_date is not None, "what is under way has a last day"
    body = (
        f"{held.post} ends on {day_words(held.last_date)}. Talk with the secondee and decide together: let it end as "
        "agreed, extend it, or, for the host, make the post permanent. The page leads to each of them."
    )
    subject = f"Extend, end or make permanent? {held.reference}"
    link = f"/secondments/{held.reference}/after"
    tell(held, TRUSTS, subject, body, link=link, key=f"end-near:{held.last_date}", at=at)


def plan_return(held: SecondmentValue, return_post: str, *, at: datetime) -> None:
    """The home employer's HR leads and the secondee: when they return, and to what."""
    assert held.last_date is not None, "what is under way has a last day"
    names = trusts.names([held.home_id, held.host_id])
    back, last = day_words(add_working_days(held.last_date, 1)), day_words(held.last_date)
    key = f"return:{held.last_date}"
    body = (
        f"The last day at {names[held.host_id]} is {last}. The secondee returns to you from {back}, to this post: "
        f"{return_post}.\n\nPlan the handover, the timetable and who welcomes them."
    )
    tell(held, [Party.HOME], f"Plan the return from {held.reference}", body, key=key, at=at)
    lines = [
        f"Your last day at {names[held.host_id]} is {last}.",
        f"From {back} you are back at {names[held.home_id]}: {return_post}.",
    ]
    mail(held, "Your return from your secondment", lines, key=key, at=at)
