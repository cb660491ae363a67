"""What HR leads and finance are told of an agreement: versions, what a trust commits, starts and ends. No names."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from app.kernel.clock import day_words, london_date
from app.notifications import actions as notifications
from app.notifications.values import Topic
from app.secondments.rules.agreements_starts import blocks_in_words
from app.secondments.rules.agreements_words import term_words
from app.secondments.values import SecondmentValue, VersionValue
from app.secondments.values.agreements_listed import Outstanding, Overlap
from app.trusts import queries as trusts
from app.trusts.values import Permission

HR = (Permission.POST_SECONDMENTS,)
HR_AND_FINANCE = (Permission.POST_SECONDMENTS, Permission.MANAGE_FINANCE)


def tell_begun(held: SecondmentValue, *, by: int, at: datetime) -> None:
    """That terms are being drawn up: both trusts' HR leads complete them."""
    home, host = _names(held)
    body = (
        f"The terms on which {home} lends somebody to {host} are being drawn up: {held.post}. "
        "HR leads of both trusts can complete them; the home employer enters the pay and issues the agreement."
    )
    _tell(held, f"Terms of {held.reference} are being drawn up", body, key="begun", at=at, but=by)


def tell_issued(held: SecondmentValue, version: VersionValue, *, by: int, at: datetime) -> None:
    """That a version is to be signed by all three."""
    home, host = _names(held)
    body = (
        f"{home} issued version {version.number} of the agreement on lending somebody to {host}: "
        f"{version.terms.post}, {term_words(version.terms)}.\n\nRead it, then sign it for your trust or send the link "
        "to whoever signs. It takes effect once the three have signed and both trusts are committed."
    )
    subject = f"Sign version {version.number} of {held.reference}"
    _tell(held, subject, body, key=f"issued:{version.number}", at=at, but=by)


def tell_withdrawn(held: SecondmentValue, number: int, *, why: str, by: int | None, at: datetime) -> None:
    """That a version is no longer to be signed; `why` names nobody."""
    body = f"{why}\n\nThe draft stays as it was: change it and issue another version when it is right."
    _tell(held, f"Version {number} of {held.reference} is withdrawn", body, key=f"withdrawn:{number}", at=at, but=by)


def tell_in_force(held: SecondmentValue, version: VersionValue, *, at: datetime) -> None:
    """That all three signed and both trusts are committed: HR leads and finance of both."""
    home, host = _names(held)
    body = (
        f"All have signed version {version.number}, and both trusts are committed: {home} lends somebody to {host}, "
        f"{version.terms.post}, {term_words(version.terms)}."
    )
    subject = f"Version {version.number} of {held.reference} is in force"
    _tell(held, subject, body, key=f"in-force:{version.number}", at=at, permissions=HR_AND_FINANCE)


def tell_overlaps(held: SecondmentValue, found: Sequence[Overlap], *, at: datetime) -> None:
    """That a version which all signed cannot come into force, since the person is lent elsewhere meanwhile."""
    lines = [f"{', '.join(each.references)}: {day_words(each.first)} to {day_words(each.last)}" for each in found]
    body = (
        "All have signed, but with another secondment agreed meanwhile it takes more than the whole of the person’s "
        "time:\n\n" + "\n".join(lines) + "\n\nWithdraw this version and issue one with other days or fewer hours."
    )
    subject = f"{held.reference} cannot take effect as it stands"
    _tell(held, subject, body, key=f"overlap:{at:%Y%m%dT%H%M}", at=at)


def tell_abandoned(held: SecondmentValue, *, at: datetime) -> None:
    """That it came to nothing before all had agreed."""
    body = f"{held.post}: nothing was in force yet, so nothing is owed and nobody need sign."
    _tell(held, f"{held.reference} came to nothing", body, key="abandoned", at=at)


def tell_blocked(held: SecondmentValue, blocks: Sequence[Outstanding], *, week: int, at: datetime) -> None:
    """What blocks a start whose day has come: both trusts' HR leads, once in each week since then, from 0."""
    body = (
        f"{held.post} was to start on {day_words(held.start_date or london_date(at))}. It cannot start until this is "
        f"done:\n\n{blocks_in_words(blocks)}"
    )
    subject = f"The start of {held.reference} is blocked"
    _tell(held, subject, body, key=f"blocked:{held.start_date}:{week}", at=at)


def tell_started(held: SecondmentValue, *, at: datetime) -> None:
    """That the secondment is under way: the host confirms who came."""
    home, host = _names(held)
    body = (
        f"{held.post}: somebody from {home} is with {host} from today.\n\n"
        f"{host} confirms on the first day that the person who came is the person named."
    )
    subject = f"{held.reference} has started"
    _tell(held, subject, body, key="started", at=at, permissions=HR_AND_FINANCE)


def tell_ended(held: SecondmentValue, *, at: datetime) -> None:
    """That the last day has passed."""
    home, host = _names(held)
    body = f"{held.post}: somebody from {home} is no longer with {host}."
    _tell(held, f"{held.reference} has ended", body, key="ended", at=at, permissions=HR_AND_FINANCE)


def tell_never_began(held: SecondmentValue, *, at: datetime) -> None:
    """That the last day has passed and nobody ever began: nothing was charged."""
    home, host = _names(held)
    body = f"{held.post}: nobody from {home} began at {host}, so it came to nothing. Nothing was charged."
    _tell(held, f"{held.reference} never began", body, key="never-began", at=at, permissions=HR_AND_FINANCE)


def _names(held: SecondmentValue) -> tuple[str, str]:
    names = trusts.names([held.home_id, held.host_id])
    return names[held.home_id], names[held.host_id]


def _tell(
    held: SecondmentValue,
    subject: str,
    body: str,
    *,
    key: str,
    at: datetime,
    but: int | None = None,
    permissions: Iterable[Permission] = HR,
) -> None:
    told = {
        person
        for trust_id in (held.home_id, held.host_id)
        for permission in permissions
        for person in trusts.people_with(trust_id, permission)
        if person != but
    }
    notifications.notify(
        recipients=sorted(told),
        topic=Topic.SECONDMENTS,
        subject=subject,
        body=body,
        link=f"/r/{held.reference}",
        key=f"secondments.agreement:{held.reference}:{key}",
        at=at,
    )
