"""What the worker does for this domain: sending mail, and erasing what is old."""

from dataclasses import dataclass
from datetime import datetime

from app.kernel.boards import Errand, Payload
from app.notifications import actions, queries
from app.notifications.mail_server import mail_server
from app.notifications.messages import text_of
from app.notifications.values import Address, Letter
from config import Settings


@dataclass(frozen=True)
class PostOffice:
    """Sends what `notify` and `send_mail_to` queued, through the mail server of some settings."""

    settings: Settings

    def errand(self) -> Errand:
        """The outbox errand that sends one mail."""
        return Errand(prepare=self.prepare, carry_out=self.carry_out, record=self.record, give_up=self.give_up)

    def prepare(self, payload: Payload, at: datetime) -> Letter | None:
        """The letter to send, or None when it has been dealt with or there is nobody left to read it."""
        mail = queries.find_mail(payload["mail"])
        if mail is None or mail.closed_at is not None:
            return None
        to = Address("", mail.address) if mail.address else actions.find_address(mail.person_id)
        if to is None:
            actions.close_mail(key=mail.key, was_sent=False, at=at)
            return None
        return Letter(
            mail_id=mail.id,
            to=to,
            subject=mail.subject,
            text=text_of(mail, site=self.settings.address),
            queued_at=mail.queued_at,
            attachment=queries.attachment_of(mail),
        )

    def carry_out(self, letter: Letter) -> bool:
        """Hand the letter to the mail server; False when it refuses for good."""
        return mail_server(self.settings).send(letter)

    def record(self, payload: Payload, was_sent: bool, at: datetime) -> None:
        """Note how it went."""
        actions.close_mail(key=payload["mail"], was_sent=was_sent, at=at)

    def give_up(self, payload: Payload, at: datetime) -> None:
        """Tries have run out: the mail is closed unsent."""
        actions.close_mail(key=payload["mail"], was_sent=False, at=at)


def erase_old(at: datetime) -> int:
    """Erase what is past its time."""
    return actions.erase_old(at=at)
