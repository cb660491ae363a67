"""Versions to be signed, and what the mails about them hold, for tests."""

import re
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.kernel.actor import Actor
from app.kernel.database import session
from app.notifications.models import Mail
from app.secondments.actions import agreements, signing
from app.secondments.queries.secondees import secondees_by_id
from app.secondments.queries.secondments import secondment_by_reference, versions_of
from app.secondments.values import CommitmentState, Party, SecondeeValue, VersionValue
from tests.clock import START
from tests.secondments.agreements_makers import complete, make_drafted_secondment
from tests.secondments.makers import PERSON, PERSON_EMAIL, World

CODE = re.compile(r"Your code is (\d{6})\.")
SIGNER_EMAIL = "chief@westbrook.example"
ADDRESS = "192.0.2.7"


@dataclass(frozen=True)
class Issued:
    """A secondment whose first version is to be signed."""

    world: World
    reference: str


def make_issued(world: World, *, at: datetime = START, **changes: object) -> Issued:
    """A secondment with a first version that all three are to sign, with some of its terms changed."""
    reference = make_drafted_secondment(world, at=at, **changes)  # type: ignore[arg-type]
    agreements.issue_version(reference=reference, actor=world.home, at=at)
    return Issued(world, reference)


def issue_again(issued: Issued, *, at: datetime) -> VersionValue:
    """Withdraw the version that is open, change the terms, and issue the next."""
    agreements.withdraw_version(reference=issued.reference, actor=issued.world.home, at=at)
    complete(issued.world, issued.reference, at=at, duties="Lead provision, and train two others.")
    agreements.issue_version(reference=issued.reference, actor=issued.world.home, at=at)
    return last_version(issued)


def last_version(issued: Issued) -> VersionValue:
    """The last version issued."""
    return versions_of(secondment_by_reference(issued.reference).id)[-1]


def secondee_of(issued: Issued) -> SecondeeValue:
    """The person who is lent."""
    return secondees_by_id([issued.world.secondee])[issued.world.secondee]


def sign_for(actor: Actor, issued: Issued, *, at: datetime, name: str = "Hana Home", seen: str = "") -> CommitmentState:
    """Sign the last version for a trust in one's own sign-in."""
    return signing.sign_as_trust(
        reference=issued.reference,
        name=name,
        seen_sha256=seen or last_version(issued).sha256,
        actor=actor,
        address=ADDRESS,
        at=at,
    )


def sign_as_person(issued: Issued, code: str, *, at: datetime, name: str = PERSON) -> None:
    """Sign the last version as the person who is lent, with a code."""
    signing.sign_as_secondee(
        reference=issued.reference,
        secondee=secondee_of(issued),
        name=name,
        seen_sha256=last_version(issued).sha256,
        code=code,
        address=ADDRESS,
        at=at,
    )


def send_to_signer(issued: Issued, *, at: datetime, email: str = SIGNER_EMAIL) -> str:
    """Have the host's HR lead send somebody else the link to sign; its token."""
    actor = issued.world.host
    signing.send_link(reference=issued.reference, name="Chi Chief", email=email, actor=actor, at=at)
    return token_to(email)


def sign_with(token: str, code: str, issued: Issued, *, at: datetime, name: str = "Chi Chief") -> None:
    """Sign the last version by a link."""
    seen = last_version(issued).sha256
    signing.sign_by_link(token=token, name=name, seen_sha256=seen, code=code, address=ADDRESS, at=at)


def token_to(address: str) -> str:
    """The token of the last link that was mailed to an address."""
    links = [each.link for each in mails_to(address) if each.link]
    return str(links[-1]).rpartition("/")[2]


def code_to(address: str = PERSON_EMAIL) -> str:
    """The last code that was mailed to an address."""
    codes = [match[1] for each in mails_to(address) if (match := CODE.search(each.body))]
    return codes[-1]


def another(code: str) -> str:
    """A code of six numbers that is not the right one."""
    return f"{(int(code) + 1) % 1_000_000:06}"


def mails_to(address: str) -> list[Mail]:
    """The mails to an address so far, in order."""
    return list(session().scalars(select(Mail).where(Mail.address == address).order_by(Mail.id)))


def unsigned(issued: Issued) -> tuple[Party, ...]:
    """Who has still to sign the last version."""
    return last_version(issued).unsigned
