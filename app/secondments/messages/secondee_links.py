"""The address of somebody's own page, as it stands in the mails that go to them."""

from datetime import datetime

from app.kernel import signing
from app.secondments.rules.secondee_links import LINK_LASTS, SECONDEE_LINK, mailbox_mark
from app.secondments.values import SecondeeValue


def secondee_link(secondee: SecondeeValue, *, at: datetime) -> str:
    """The path of the page of somebody who may be lent, by a link good for 90 days while their address stays."""
    facts: signing.Facts = {"secondee": secondee.id, "to": mailbox_mark(secondee.email)}
    return f"/my-secondment/{signing.sign(SECONDEE_LINK, facts, until=at + LINK_LASTS)}"
