"""What a person is told about, and how."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Topic(StrEnum):
    """What a notice is about; a person chooses for each how they are told."""

    ACCOUNT = "account"
    JOINING = "joining"
    LISTINGS = "listings"
    ORDERS = "orders"
    CPD = "cpd"
    SECONDMENTS = "secondments"
    PROCUREMENT = "procurement"
    CONTRACTS = "contracts"
    APPROVALS = "approvals"
    MONEY = "money"
    OPERATOR = "operator"

    @property
    def label(self) -> str:
        """As it reads on the page of choices."""
        return {
            "account": "Your account and its security",
            "joining": "People joining your trust",
            "listings": "Your listings",
            "orders": "Orders and agreements",
            "cpd": "CPD courses your trust runs or books",
            "secondments": "Secondments your trust offers or asks for",
            "procurement": "Joint rounds your trust leads or joins",
            "contracts": "Contracts your trust is bound to",
            "approvals": "Approvals",
            "money": "Charges, invoices and payments",
            "operator": "Running the site",
        }[self.value]


ALWAYS_BY_EMAIL = frozenset({Topic.ACCOUNT})
"""Mail that protects an account cannot be turned off."""


@dataclass(frozen=True)
class Choice:
    """How a person wants to be told about a topic."""

    topic: Topic
    in_site: bool = True
    by_email: bool = True


@dataclass(frozen=True)
class Address:
    """Where a person's mail goes."""

    name: str
    email: str


@dataclass(frozen=True)
class Attachment:
    """A file of text that goes with a mail, such as an entry for a calendar.

    `method` is what a calendar is to do with it: REQUEST, CANCEL or PUBLISH (iTIP, RFC 5546); None for other files.
    """

    name: str
    media_type: str
    content: str
    method: str | None = None


@dataclass(frozen=True)
class NoticeValue:
    """One notice to one person; `link` is a path on this site, and `read_at` is None while it is unread."""

    id: int
    topic: Topic
    subject: str
    body: str
    link: str | None
    told_at: datetime
    read_at: datetime | None


@dataclass(frozen=True)
class Letter:
    """A mail ready to go: everything that the call to the mail server needs."""

    mail_id: int
    to: Address
    subject: str
    text: str
    queued_at: datetime
    attachment: Attachment | None = None
