"""What is sent about signing: links and codes by mail, and word to HR leads. None of it names the secondee."""

from datetime import datetime

from app.kernel import signing
from app.notifications import actions as notifications
from app.notifications.values import Topic
from app.secondments.messages.secondee_links import secondee_link
from app.secondments.rules.signing import moment
from app.secondments.values import Party, SecondeeValue, SecondmentValue, VersionValue
from app.secondments.values.signing import SIGN_LINK, ToSign
from app.trusts import queries as trusts
from app.trusts.values import Permission

NOT_YOU = "If you did not expect this, ignore this email: nothing is signed without the code."


def ask_secondee(secondment: SecondmentValue, version: VersionValue, secondee: SecondeeValue, *, at: datetime) -> None:
    """Send the person who is lent the link to their page, to read and sign a version that was issued."""
    names = trusts.names([secondment.home_id, secondment.host_id])
    notifications.send_mail_to(
        address=secondee.email,
        subject=f"Sign your secondment agreement: version {version.number}",
        body=f"{names[secondment.home_id]} issued version {version.number} of the agreement on your secondment to "
        f"{names[secondment.host_id]}, {secondment.reference}.\n\nRead it on your page, then ask there for a one-time "
        f"code and sign. Nothing takes effect until you and both trusts have signed.\n\n"
        "The link below is for you alone. If you did not expect it, ask whoever looks after HR in your trust.",
        link=secondee_link(secondee, at=at),
        key=f"secondments.to_sign:{version.id}:{secondee.id}",
        at=at,
        secret=True,
    )


def tell_secondee_agreed(
    secondment: SecondmentValue, version: VersionValue, secondee: SecondeeValue, *, at: datetime
) -> None:
    """Tell the person who is lent that a version is in force, with the link to their page."""
    notifications.send_mail_to(
        address=secondee.email,
        subject=f"Your secondment agreement is in force: version {version.number}",
        body=f"You and both trusts have signed version {version.number} of the agreement on your secondment, "
        f"{secondment.reference}. Your page shows the agreement, the dates and who to ask.",
        link=secondee_link(secondee, at=at),
        key=f"secondments.in_force:{version.id}:{secondee.id}",
        at=at,
        secret=True,
    )


def send_sign_link(found: ToSign, *, at: datetime) -> None:
    """Send somebody the link by which they sign a version for a trust."""
    invitation, held = found.invitation, found.secondment
    assert invitation is not None, "a link is an invitation's"
    names = trusts.names([held.home_id, held.host_id])
    notifications.send_mail_to(
        address=invitation.email,
        subject=f"Sign a secondment agreement for {names[held.trust_of(found.party)]}",
        body=f"{names[held.trust_of(found.party)]} asks you to sign version {found.version.number} of the secondment "
        f"agreement {held.reference} for it: {names[held.home_id]} lends somebody to {names[held.host_id]}.\n\n"
        f"Read the agreement by the link below, then ask there for a one-time code and sign. The link is for you "
        f"alone, and good until {moment(invitation.until_at)}.\n\n{NOT_YOU}",
        link=f"/sign/{signing.sign(SIGN_LINK, {'invitation': invitation.id}, until=invitation.until_at)}",
        key=f"secondments.sign_link:{invitation.id}",
        at=at,
        secret=True,
    )


def send_code(code: str, *, code_id: int, address: str, at: datetime) -> None:
    """Mail a one-time code, which stands nowhere else."""
    notifications.send_mail_to(
        address=address,
        subject="Your code to sign a secondment agreement",
        body=f"Your code is {code}.\n\nEnter it on the page where you asked for it. It is good for 15 minutes and can "
        "be used once. Nobody from Trust Exchange or from a trust will ask you for it.\n\n"
        "If you did not ask for a code, ignore this email.",
        key=f"secondments.code:{code_id}",
        at=at,
        secret=True,
    )


def tell_signed(found: ToSign, *, but: int | None, at: datetime) -> None:
    """Tell the HR leads of both trusts, save who signed, that one of the three has, and who has still to."""
    held, version = found.secondment, found.version
    names = trusts.names([held.home_id, held.host_id])
    signer = "The secondee" if found.party is Party.SECONDEE else names[held.trust_of(found.party)]
    left = [each for each in version.unsigned if each is not found.party]
    still = " and ".join(_called(each, held, names) for each in left)
    waits = f"Still to sign: {still}." if left else "All three have signed."
    people = [
        person
        for trust_id in (held.home_id, held.host_id)
        for person in trusts.people_with(trust_id, Permission.POST_SECONDMENTS)
        if person != but
    ]
    notifications.notify(
        recipients=people,
        topic=Topic.SECONDMENTS,
        subject=f"{signer} signed version {version.number} of {held.reference}",
        body=waits,
        link=f"/r/{held.reference}",
        key=f"secondments.signed:{version.id}:{found.party}",
        at=at,
    )


def _called(party: Party, held: SecondmentValue, names: dict[int, str]) -> str:
    return "the secondee" if party is Party.SECONDEE else names[held.trust_of(party)]
