"""What somebody who may be lent is sent: by e-mail to their own address, since they need no account.

Each mail leads to their own page by a signed link. Such a mail is secret: what was in it is blanked once it is sent.
"""

from collections.abc import Iterable
from datetime import datetime

from app.notifications import actions as notifications
from app.secondments.messages.secondee_links import secondee_link
from app.secondments.queries.interests_shown import show_one
from app.secondments.rules.secondee_links import mailbox_mark
from app.secondments.values import Consenter, InterestValue, MoveValue, SecondeeValue, Stage
from app.trusts import queries as trusts

KEYS = "secondments."
"""How the keys of every mail of this floor begin."""
NOBODY_ELSE = "Nobody can answer for you. Until you consent, the other trust is not told who you are."


def ask_consent(interest: InterestValue, secondee: SecondeeValue, *, at: datetime) -> None:
    """Ask somebody for their own consent: to whom their name and profile would be shown, and for what."""
    shown, names = show_one(interest.home_id, interest), trusts.names([interest.home_id, interest.host_id])
    home, host = names[interest.home_id], names[interest.host_id]
    first = (
        f"{home} would like to put you forward for a secondment to {host}: {shown.title}."
        if interest.is_put_forward
        else f"{host} would like to know more about you for a secondment, and {home} agrees that it may: {shown.title}."
    )
    asked = (
        f"With your consent the HR leads of {host} can read your name, your post and the short profile that "
        f"{home} holds. You can take your consent back at any time on the same page."
    )
    _mail(secondee, f"Do you consent? A secondment to {host}", [first, asked, NOBODY_ELSE], f"ask:{interest.id}", at)


def readdress(secondee: SecondeeValue, interests: Iterable[InterestValue], *, at: datetime) -> None:
    """Somebody has another address: a link to their page goes there, where anything of theirs goes on."""
    if any(each.stage.is_open and each.has_consent(Consenter.EMPLOYER) for each in interests):
        lines = [
            "Your employer changed the email address that it holds for you. Your earlier links do not work any more.",
            "On your page you see what is asked of you and what you agreed to.",
        ]
        step = f"readdressed:{mailbox_mark(secondee.email)}:{at:%Y%m%dT%H%M%S}"
        _mail(secondee, "A new link to your secondments", lines, step, at)


def tell_step(interest: InterestValue, move: MoveValue, secondee: SecondeeValue, *, at: datetime) -> None:
    """Tell somebody who consented how far it has come, in their employer's or the host's words where there are any."""
    shown, host = show_one(interest.home_id, interest), trusts.names([interest.host_id])[interest.host_id]
    lines = {
        Stage.INTERVIEW: f"{host} would like to interview you. Your HR lead will arrange it with you.",
        Stage.OFFERED: f"{host} offers you the secondment. Your employer answers the offer with you.",
        Stage.AGREED: "Your employer accepted the offer. An agreement is drawn up, which you are asked to sign.",
        Stage.NOT_THIS_TIME: "It is not to be this time.",
        Stage.WITHDRAWN: "It was withdrawn by one of the two trusts. You have nothing to do.",
    }
    if move.stage in lines:
        subject = f"{move.stage.label}: {shown.title}"
        _mail(secondee, subject, [lines[move.stage], move.message], f"{move.stage.value}:{interest.id}", at)


def send_link(secondee: SecondeeValue, *, at: datetime) -> None:
    """A new link to somebody's own page: one mail an hour at most."""
    lines = [
        "Somebody asked for a new link to the page of your secondments.",
        "If it was not you or your employer, ignore this email: nobody else was sent the link.",
    ]
    _mail(secondee, "A link to your secondments", lines, f"link:{at:%Y%m%dT%H}", at)


def _mail(secondee: SecondeeValue, subject: str, lines: list[str], step: str, at: datetime) -> None:
    if not secondee.email:
        return
    notifications.send_mail_to(
        address=secondee.email,
        subject=subject,
        body="\n\n".join(each for each in lines if each),
        link=secondee_link(secondee, at=at),
        key=f"secondments.secondee:{secondee.id}:{step}",
        at=at,
        secret=True,
    )
