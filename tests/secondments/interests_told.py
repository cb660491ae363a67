"""What was told of interests, by notice, by mail and in the trail, for tests."""

from sqlalchemy import select, update

from app.audit import queries as audit
from app.audit.values import Recorded
from app.kernel.database import session
from app.notifications.models import Mail, Notice
from app.secondments.models import Secondment
from app.secondments.values import SecondmentState
from tests.secondments.makers import PERSON_EMAIL


def told(person_id: int) -> list[str]:
    """What somebody was told in the site, in order: subject and body."""
    mine = select(Notice).where(Notice.person_id == person_id).order_by(Notice.id)
    return [f"{each.subject}\n{each.body}" for each in session().scalars(mine)]


def mails(address: str = PERSON_EMAIL) -> list[Mail]:
    return list(session().scalars(select(Mail).where(Mail.address == address).order_by(Mail.id)))


def put_in_state(secondment_id: int, state: SecondmentState) -> None:
    """A secondment as if it had come so far."""
    session().execute(update(Secondment).where(Secondment.id == secondment_id).values(state=state))


def deeds(trust_id: int, reference: str) -> list[Recorded]:
    return audit.list_about(trust_id, [reference])
