"""Asking the person who is lent to sign: their own link, whenever a version is issued."""

from datetime import datetime

from app.kernel.database import session
from app.secondments.messages import signing as messages
from app.secondments.models import SigningInvitation
from app.secondments.queries.secondees import secondees_by_id
from app.secondments.queries.secondments import secondment_of_version, secondments_by_id, version_by_id
from app.secondments.rules.signing import link_until
from app.secondments.values import Party


def invite_secondee(version_id: int, *, at: datetime) -> None:
    """Send the person who is lent the link to their page, to read and sign a version that was just issued.

    The invitation holds neither name nor address: both stand in their record alone. Raises NotFound.
    """
    version, secondment_id = version_by_id(version_id), secondment_of_version(version_id)
    secondment = secondments_by_id([secondment_id])[secondment_id]
    row = SigningInvitation(
        version_id=version_id,
        party=Party.SECONDEE,
        name="",
        email="",
        until_at=link_until(version.terms.start_date, at=at),
        sent_by=None,
        sent_at=at,
    )
    session().add(row)
    session().flush()
    secondee = secondees_by_id([secondment.secondee_id])[secondment.secondee_id]
    messages.ask_secondee(secondment, version, secondee, at=at)
