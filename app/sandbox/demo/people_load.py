"""Brings the demo's trusts and people in: the register, accounts, roles, posts, finance details."""

from datetime import UTC, datetime, time
from functools import cache

from app.approvals import actions as approvals
from app.approvals.values import Post
from app.charges import actions as charges
from app.charges.values import FinanceDetails
from app.kernel.actor import Actor
from app.people import actions as people
from app.people import passwords
from app.people import queries as people_queries
from app.sandbox.demo.content import ACADEMIES, GROUPS, WrittenFinance, WrittenPerson, content
from app.sandbox.demo.stage import Stage, acting, holder
from app.trusts import actions as trusts
from app.trusts import queries as trust_queries
from app.trusts.values import Role

PASSWORD = "harvest lantern quayside"
JOINED_DAYS_AGO = 420


def load_register(stage: Stage) -> None:
    """The trusts and schools, from files in the register's own format."""
    at = stage.days_ago(JOINED_DAYS_AGO + 10)
    stage.play(at, lambda moment: trusts.import_register(groups=GROUPS, academies=ACADEMIES, at=moment))


@cache
def hashed_password() -> str:
    """PASSWORD as it is kept: hashed once, for it takes its time."""
    return passwords.hashed(PASSWORD)


def load_people(stage: Stage) -> None:
    """Accounts, roles and posts; the password of everyone is PASSWORD."""
    kept = hashed_password()
    at = stage.days_ago(JOINED_DAYS_AGO)
    for person in content().people:
        if not person.asks:
            stage.play(at, lambda moment, person=person: _add(person, kept, moment))  # type: ignore[misc]
    for person in content().people:
        if person.asks:
            asked = stage.days_ago(person.asked_days_ago)
            stage.play(asked, lambda moment, person=person: _ask(person, kept, moment))  # type: ignore[misc]
    for person in content().people:
        for membership in person.memberships:
            for held in membership.posts:
                stage.play(
                    at,
                    lambda moment, person=person, trust=membership.trust, held=held: approvals.appoint(  # type: ignore[misc]
                        post=Post(held.post),
                        person_id=_id_of(person),
                        is_deputy=held.deputy,
                        actor=acting(holder(trust, Role.ADMINISTRATOR), trust),
                        at=moment,
                    ),
                )


def load_finance(stage: Stage) -> None:
    """What each trust's invoices carry."""
    for details in content().finance:
        at = datetime.combine(details.from_date, time(9), UTC)
        at = max(at, stage.days_ago(JOINED_DAYS_AGO))
        stage.play(at, lambda moment, details=details: _set_finance(details, moment))  # type: ignore[misc]


def _add(person: WrittenPerson, kept: str, at: datetime) -> None:
    person_id = people.add_confirmed_person(
        email=person.email, name=person.name, password_hash=kept, at=at, is_operator=person.operator
    )
    for membership in person.memberships:
        trust = trust_queries.get_trust_by_uid(membership.trust)
        roles = [Role(role) for role in membership.roles]
        trusts.add_member(trust_id=trust.id, person_id=person_id, roles=roles, actor=None, at=at)


def _ask(person: WrittenPerson, kept: str, at: datetime) -> None:
    person_id = people.add_confirmed_person(email=person.email, name=person.name, password_hash=kept, at=at)
    trust = trust_queries.get_trust_by_uid(person.asks)
    trusts.ask_to_join(trust_id=trust.id, message="", actor=Actor(person_id), at=at)


def _id_of(person: WrittenPerson) -> int:
    found = people_queries.find_by_email(person.email)
    assert found is not None
    return found.id


def _set_finance(details: WrittenFinance, at: datetime) -> None:
    charges.set_finance_details(
        details=FinanceDetails(
            legal_name=details.legal_name,
            address_lines=tuple(details.address[:-1]),
            postcode=details.address[-1],
            vat_registered=details.vat_registered,
            vat_number=details.vat_number or None,
            invoice_contact=details.invoice_contact,
            invoice_email=details.invoice_email,
        ),
        from_date=max(details.from_date, at.date()),
        actor=acting(holder(details.uid, Role.FINANCE), details.uid),
        at=at,
    )
