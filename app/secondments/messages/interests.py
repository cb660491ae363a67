"""What HR leads are told of interests: never a name of a person, and of a home trust only what a host may know."""

from datetime import datetime

from app.notifications import actions as notifications
from app.notifications.values import Topic
from app.secondments.queries.interests_shown import show_one
from app.secondments.values import InterestValue, MoveValue, Stage
from app.secondments.values.interests_shown import InterestShown
from app.trusts import queries as trusts
from app.trusts.values import Permission

NO_NAME = "No name is given here: a host is shown one only once the person and their employer have both consented."


def tell_made(interest: InterestValue, *, at: datetime) -> None:
    """The other trust: somebody is interested in its advert."""
    to = interest.home_id if not interest.is_put_forward else interest.host_id
    shown = show_one(to, interest)
    if interest.is_put_forward:
        subject = f"Somebody is put forward for your opportunity: {shown.title}"
        body = f"{shown.other_name} would lend somebody. Their employer consents; they are asked for their own consent."
    else:
        availability = shown.availability
        subject = f"A trust is interested in your availability: {availability.listing.title if availability else ''}"
        body = (
            f"{shown.other_name} asks to know more. Give your consent as the employer, or say not this time: "
            "only then is the person asked."
        )
    _tell(to, interest, subject, f"{body}\n\n{NO_NAME}", step="made", at=at)


def tell_consent(interest: InterestValue, *, at: datetime) -> None:
    """Both trusts, as it concerns them: a consent came, and with the second one the profile can be read."""
    for to in (interest.home_id, interest.host_id):
        shown = show_one(to, interest)
        if interest.is_named:
            body = "The person and their employer both consent. HR leads of the two trusts can read the profile now."
            _tell(to, interest, f"The profile can be read: {shown.title}", body, step="named", at=at)
        elif to == interest.host_id and not interest.is_put_forward:
            body = f"{shown.other_name} consents as the employer. The person is asked for their own consent."
            _tell(to, interest, f"The employer consents: {shown.title}", body, step="employer", at=at)


def tell_moved(interest: InterestValue, move: MoveValue, *, at: datetime) -> None:
    """The trusts that did not take a step: what it was."""
    for to in (interest.home_id, interest.host_id):
        if to != move.trust_id:
            shown = show_one(to, interest)
            _tell(to, interest, _headline(shown, move), _said(shown, move), step=move.stage.value, at=at)


def tell_closed_trust(interest: InterestValue, *, closed_id: int, at: datetime) -> None:
    """The other trust: the trust that it had to do with closed."""
    to = interest.other_of(closed_id)
    shown = show_one(to, interest)
    body = f"{shown.other_name} has closed, so this interest is withdrawn. Nobody has to answer it."
    _tell(to, interest, f"Withdrawn, since a trust closed: {shown.title}", body, step="trust-closed", at=at)


def tell_idle(interest: InterestValue, *, at: datetime) -> None:
    """Both trusts: nobody took a step for long, so it is withdrawn."""
    for to in (interest.home_id, interest.host_id):
        shown = show_one(to, interest)
        body = (
            "Nobody took a step in this interest for six months, so it is withdrawn. Begin again if it still matters."
        )
        _tell(to, interest, f"Withdrawn, since nothing happened: {shown.title}", body, step="idle", at=at)


def _headline(shown: InterestShown, move: MoveValue) -> str:
    words = {
        Stage.IN_CONVERSATION: "Let us talk",
        Stage.INTERVIEW: "Invited to an interview",
        Stage.OFFERED: "An offer",
        Stage.AGREED: "The offer is accepted",
        Stage.NOT_THIS_TIME: "Not this time",
        Stage.WITHDRAWN: "Withdrawn",
    }
    return f"{words[move.stage]}: {shown.title}"


def _said(shown: InterestShown, move: MoveValue) -> str:
    who = shown.other_name if move.trust_id is not None else "The person"
    what = {
        Stage.IN_CONVERSATION: "would like to talk about this secondment.",
        Stage.INTERVIEW: "invites the person to an interview.",
        Stage.OFFERED: "offers the secondment. Accept the offer, or say not this time.",
        Stage.AGREED: "accepts the offer. The agreement can be drawn up.",
        Stage.NOT_THIS_TIME: "says not this time.",
        Stage.WITHDRAWN: "withdrew. Nothing more is to be done.",
    }[move.stage]
    # What somebody wrote may name the person, so it stands only on the page, which forgets it in time.
    return f"{who} {what}" + (" Read their message on the page." if move.message else "")


def _tell(to: int, interest: InterestValue, subject: str, body: str, *, step: str, at: datetime) -> None:
    notifications.notify(
        recipients=trusts.people_with(to, Permission.POST_SECONDMENTS),
        topic=Topic.SECONDMENTS,
        subject=subject,
        body=body,
        link=f"/r/{interest.reference}",
        key=f"secondments.interest:{interest.reference}:{step}:{to}",
        at=at,
    )
