"""Who may sign which version of an agreement, by what name, and with which one-time code."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from app.kernel.clock import LONDON
from app.kernel.errors import Refused
from app.secondments.values import Party, SecondmentState, SignatureValue, VersionState, VersionValue
from app.secondments.values.signing import CodeValue, InvitationValue

LONGEST_NAME = 100
CODE_LETTERS = 6
CODE_LASTS = timedelta(minutes=15)
MOST_TRIES = 5
CODES_AT_MOST = ((5, timedelta(hours=1)), (10, timedelta(days=1)))
LINK_LASTS = timedelta(days=30)
MAY_BE_SIGNED = frozenset({SecondmentState.SIGNING, SecondmentState.AGREED, SecondmentState.RUNNING})
NOTHING_TO_SIGN = "There is nothing to sign until a new version is issued."
ASK_FOR_A_NEW_CODE = "Ask for a new code."


class CannotSign(Refused):
    """This version cannot be signed by this party now; the message says why and what to do."""


class AlreadySigned(CannotSign):
    """The party has signed the version: a link used twice, or two people of one trust."""


class NewerVersion(CannotSign):
    """Somebody has looked at another document than the one that is open."""


class NotOpen(CannotSign):
    """The version was withdrawn, or the secondment is over."""


class LinkReplaced(CannotSign):
    """A later link was sent for the same party: only the last one is good."""


class WrongPerson(CannotSign):
    """Somebody else has to sign: for the secondee nobody but they, for a trust not they."""


class NameRefused(Refused):
    """What was typed is not a name to sign with."""

    def __init__(self, message: str) -> None:
        super().__init__(message, field="name")


class CodeRefused(Refused):
    """A one-time code that is wrong, old, used, or tried too often."""

    def __init__(self, message: str) -> None:
        super().__init__(message, field="code")


class TooManyCodes(Refused):
    """Codes were asked for too often with one link."""


def check_can_sign(
    version: VersionValue,
    party: Party,
    *,
    newest: VersionValue,
    state: SecondmentState,
    seen_sha256: str,
    who: str = "You",
) -> None:
    """Insist that a party may sign a version now, having looked at the document with the fingerprint `seen_sha256`.

    `newest` is the last version issued, `who` the one said to have signed already. Raises AlreadySigned,
    NewerVersion or NotOpen.
    """
    signed = version.signed_by(party)
    if signed is not None:
        raise AlreadySigned(signed_words(signed, version.number, who))
    if version.id != newest.id or seen_sha256 != version.sha256:
        raise NewerVersion(f"A newer version was issued on {day(newest.issued_at)}. Read it, then sign it.")
    if version.state is not VersionState.OPEN:
        raise NotOpen(f"Version {version.number} was withdrawn. {NOTHING_TO_SIGN}")
    if state not in MAY_BE_SIGNED:
        raise NotOpen("This secondment is not going ahead, so there is nothing to sign.")


def signed_words(signature: SignatureValue, number: int, who: str) -> str:
    """That somebody signed a version, and when: "You signed version 2 on 3 March 2027 at 2:05pm."."""
    return f"{who} signed version {number} on {moment(signature.signed_at)}."


def check_is_secondee(person_id: int | None, secondee_person_id: int | None) -> None:
    """Insist that whoever signs for the secondee in their own sign-in is the secondee. Raises WrongPerson."""
    if person_id is None or person_id != secondee_person_id:
        raise WrongPerson("Only the secondee can sign here. Sign in with their own account.")


def check_signs_for_trust(
    *, person_id: int | None, email: str, secondee_person_id: int | None, secondee_email: str
) -> None:
    """Insist that nobody signs for a trust who is the secondee: three parties are three people. Raises WrongPerson."""
    is_person = person_id is not None and person_id == secondee_person_id
    if is_person or (email and email.strip().lower() == secondee_email.strip().lower()):
        raise WrongPerson("The secondee cannot sign for a trust. Send the link to somebody else.")


def check_name(typed: str, *, held: str | None = None) -> str:
    """The name that is signed with, with single spaces. `held` is the secondee's as their agreement has it.

    Raises NameRefused for none, one of over 100 letters, or one that is not the secondee's, case and spaces aside.
    """
    name = " ".join(typed.split())
    if not any(each.isalpha() for each in name):
        raise NameRefused("Enter your full name")
    if len(name) > LONGEST_NAME:
        raise NameRefused(f"Your full name must be {LONGEST_NAME} characters or fewer")
    if not name.isprintable():
        raise NameRefused("Your full name must not include hidden characters")
    if held is not None and _plain(name) != _plain(held):
        raise NameRefused(f"Enter your name as it stands in the agreement: {held}")
    return name


def check_link_stands(invitation: InvitationValue, *, last_id: int) -> None:
    """Insist that a link is the last one sent for its party and version. Raises LinkReplaced."""
    if invitation.id != last_id:
        raise LinkReplaced("A newer link was sent to sign this version. Use that one.")


def link_until(start_date: date | None, *, at: datetime) -> datetime:
    """The moment a link to sign runs out: as the day before the start ends, or 30 days on, whichever is first.

    A start that has come is no limit: what was not signed in time, or changes later, is still to be signed.
    """
    latest = at + LINK_LASTS
    if start_date is None:
        return latest
    start = datetime(start_date.year, start_date.month, start_date.day, tzinfo=LONDON)
    return min(latest, start.astimezone(latest.tzinfo)) if start > at else latest


def check_code(code: CodeValue | None, *, at: datetime) -> CodeValue:
    """The code last sent, where it may be tried now: unused, at most 15 minutes old, tried under 5 times.

    Raises CodeRefused.
    """
    if code is None:
        raise CodeRefused("Ask for a code, then enter it here")
    if code.used_at is not None:
        raise CodeRefused(f"This code has been used. {ASK_FOR_A_NEW_CODE}")
    if code.tries >= MOST_TRIES:
        raise CodeRefused(f"This code was entered wrongly {MOST_TRIES} times. {ASK_FOR_A_NEW_CODE}")
    if at >= code.until_at:
        raise CodeRefused(f"This code is more than 15 minutes old. {ASK_FOR_A_NEW_CODE}")
    return code


def wrong_code(tries: int) -> CodeRefused:
    """What to say of a wrong code after so many tries, that one included."""
    left = MOST_TRIES - tries
    if left <= 0:
        return CodeRefused(f"This code is not right. {ASK_FOR_A_NEW_CODE}")
    return CodeRefused(f"This code is not right. You can try {'once' if left == 1 else f'{left} times'} more.")


def typed_code(text: str) -> str:
    """The digits of a code as it was typed, spaces and hyphens aside. Raises CodeRefused unless there are six."""
    code = "".join(text.split()).replace("-", "")
    if len(code) != CODE_LETTERS or not (code.isascii() and code.isdigit()):
        raise CodeRefused(f"Enter the {CODE_LETTERS} numbers of your code")
    return code


def check_may_send_code(sent: Sequence[datetime], *, at: datetime) -> None:
    """Insist that codes are not asked for too often: 5 an hour and 10 a day for each link. Raises TooManyCodes."""
    for most, span in CODES_AT_MOST:
        recent = sorted(each for each in sent if each > at - span)
        if len(recent) >= most:
            again = recent[-most] + span
            raise TooManyCodes(f"Too many codes were asked for. Ask for another one after {moment(again)}.")


def day(when: datetime) -> str:
    """The day of a moment by the clocks of England, as 3 March 2027."""
    local = when.astimezone(LONDON)
    return f"{local.day} {local:%B %Y}"


def moment(when: datetime) -> str:
    """A moment as 3 March 2027 at 2:05pm, by the clocks of England."""
    local = when.astimezone(LONDON)
    return f"{day(when)} at {local.hour % 12 or 12}:{local:%M}{'am' if local.hour < 12 else 'pm'}"


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()
