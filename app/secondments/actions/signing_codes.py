"""One-time codes for whoever signs by a link: sent to the mailbox of the link, tried a few times, good once."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update

from app.kernel.database import session, transaction
from app.people.passwords import hashed, is_right
from app.secondments.messages import signing as messages
from app.secondments.models import SigningCode, SigningInvitation
from app.secondments.queries.signing import codes_sent, last_code
from app.secondments.rules import signing as rules

KEEP_CODES = timedelta(days=30)
LONGEST_SPAN = max(span for _, span in rules.CODES_AT_MOST)


def make_code(invitation_id: int, *, address: str, at: datetime) -> None:
    """Make a code for an invitation and mail it to an address; those sent before are no good from now on.

    Only its hash is kept. Raises TooManyCodes.
    """
    session().execute(select(SigningInvitation.id).where(SigningInvitation.id == invitation_id).with_for_update())
    rules.check_may_send_code(codes_sent(invitation_id, since=at - LONGEST_SPAN), at=at)
    code = f"{secrets.randbelow(10**rules.CODE_LETTERS):0{rules.CODE_LETTERS}}"
    row = SigningCode(
        invitation_id=invitation_id, code_hash=hashed(code), tries=0, sent_at=at, until_at=at + rules.CODE_LASTS
    )
    session().add(row)
    session().flush()
    messages.send_code(code, code_id=row.id, address=address, at=at)


def try_code(invitation_id: int, typed: str, *, at: datetime) -> int:
    """Try a code; returns its id once it is right. The try is kept whatever becomes of the request.

    It is counted before it is looked at, so that of any number of tries at once no more than five are looked at.
    Must be called before the request has changed anything. Raises CodeRefused.
    """
    digits = rules.typed_code(typed)
    with transaction():
        code = rules.check_code(last_code(invitation_id), at=at)
        left = (SigningCode.id == code.id, SigningCode.tries < rules.MOST_TRIES)
        counted = session().scalar(
            update(SigningCode).where(*left).values(tries=SigningCode.tries + 1).returning(SigningCode.tries)
        )
        if counted is None:
            rules.check_code(last_code(invitation_id), at=at)
    if not is_right(code.code_hash, digits):
        raise rules.wrong_code(counted or rules.MOST_TRIES)
    return code.id


def spend_code(code_id: int, *, at: datetime) -> None:
    """Use a code up. Raises CodeRefused when somebody was quicker."""
    mine = (SigningCode.id == code_id, SigningCode.used_at.is_(None))
    used = session().execute(update(SigningCode).where(*mine).values(used_at=at))
    if not getattr(used, "rowcount", 0):
        raise rules.CodeRefused(f"This code has been used. {rules.ASK_FOR_A_NEW_CODE}")


def erase_codes(*, at: datetime) -> int:
    """Erase codes 30 days after they were sent; returns how many."""
    erased = session().execute(delete(SigningCode).where(SigningCode.sent_at <= at - KEEP_CODES))
    return int(getattr(erased, "rowcount", 0))
