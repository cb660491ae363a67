"""Fills the demo's contract registers by hand, each contract at its moment, and reminds of what is near at the end."""

from datetime import datetime

from app.contracts import actions as contracts
from app.people import actions as people
from app.people import queries as people_queries
from app.sandbox.demo.contract_content import (
    NEIGHBOUR_ACADEMIES,
    NEIGHBOUR_GROUPS,
    WrittenContract,
    WrittenKeeper,
    contract_content,
)
from app.sandbox.demo.courses import Programme
from app.sandbox.demo.people_load import JOINED_DAYS_AGO, hashed_password
from app.sandbox.demo.term import moment, working_day
from app.trusts import actions as trusts
from app.trusts import queries as trust_queries
from app.trusts.values import Role


def plan_contracts(programme: Programme) -> None:
    """Put the neighbours, the contracts and the reminders of today on the timeline."""
    timeline = programme.timeline
    timeline.add(programme.stage.days_ago(JOINED_DAYS_AGO), _bring_neighbours)
    for contract in contract_content().contracts:
        added = moment(working_day(programme.today, -contract.added))
        timeline.add(added, lambda at, contract=contract: _add(programme, contract, at))  # type: ignore[misc]
    timeline.add(programme.stage.now, lambda at: contracts.remind(at=at))


def _bring_neighbours(at: datetime) -> None:
    """Small trusts near the others, each with somebody who keeps its register."""
    trusts.import_register(groups=NEIGHBOUR_GROUPS, academies=NEIGHBOUR_ACADEMIES, at=at)
    for keeper in contract_content().keepers:
        _bring_keeper(keeper, at)


def _bring_keeper(keeper: WrittenKeeper, at: datetime) -> None:
    person_id = people.add_confirmed_person(
        email=keeper.email, name=keeper.name, password_hash=hashed_password(), at=at
    )
    for uid in keeper.trusts:
        trust_id = trust_queries.get_trust_by_uid(uid).id
        trusts.add_member(trust_id=trust_id, person_id=person_id, roles=[Role.PROCUREMENT_LEAD], actor=None, at=at)


def _add(programme: Programme, contract: WrittenContract, at: datetime) -> None:
    person = people_queries.find_by_email(contract.responsible) if contract.responsible else None
    schools = {urn: programme.school(urn) for urn in contract.schools}
    contracts.add_contract(
        kept=contract.kept(programme.today, schools),
        said=contract.said(programme.today, person.id if person else None),
        actor=programme.acting(contract.by, contract.trust),
        at=at,
    )
