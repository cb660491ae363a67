"""The trades that exist feed the register of the trust that they bind, in time and by the daily gathering."""

from datetime import date, timedelta

import pytest
from sqlalchemy import delete

from app.contracts import actions, queries, rules
from app.contracts.models import Contract
from app.contracts.values import ContractState, ContractValue, EndingReason, Source
from app.kernel.database import session, transaction
from app.kernel.money import Money
from app.secondments.actions.agreements import end_due
from app.secondments.actions.endings import give_notice
from tests.clock import START
from tests.databases import Stage
from tests.secondments import makers as secondments
from tests.secondments.agreements_makers import make_agreed_secondment
from tests.secondments.along_makers import make_running_secondment, morning
from tests.services import makers as services

DAY = timedelta(days=1)


def held(trust_id: int, source_reference: str) -> ContractValue:
    found = queries.find_by_source(trust_id, source_reference)
    assert found is not None
    return found


def test_an_agreement_is_in_the_buyers_register_with_its_notice_day_and_not_in_the_providers(stage: Stage) -> None:
    world = stage.set(services.make_world)
    with transaction():
        reference = services.make_agreement(world, years=2)
        found = held(world.buyer.trust, reference)
        assert (found.supplier, found.counterparty_id) == ("Northgate Learning Trust", world.provider.trust)
        assert (found.title, found.category, found.source) == ("Payroll bureau", "payroll", Source.AGREEMENT)
        assert (found.start_date, found.end_date) == (date(2027, 1, 4), date(2029, 1, 3))
        assert (found.notice_date, found.value) == (date(2028, 10, 3), Money(2_000_00))
        assert found.school_ids == world.schools
        assert queries.find_by_source(world.provider.trust, reference) is None
        session().execute(delete(Contract))
        assert actions.gather(at=START) == 1
        assert actions.gather(at=START) == 0
        again = held(world.buyer.trust, reference)
        assert (again.title, again.notice_date) == (found.title, found.notice_date)


@pytest.fixture
def lending(stage: Stage) -> secondments.World:
    return stage.set(secondments.make_world)


def test_a_secondment_is_in_the_hosts_register_as_a_post_without_a_name(lending: secondments.World) -> None:
    with transaction():
        reference = make_running_secondment(lending)
        found = held(lending.host.trust, reference)
        assert found.title == f"Secondment {reference}: SENDCo, two days a week"
        assert (found.supplier, found.counterparty_id) == ("Northgate Learning Trust", lending.home.trust)
        assert (found.start_date, found.last_date) == (secondments.STARTS, secondments.ENDS)
        assert found.school_ids == lending.host_schools[:1]
        assert found.value is not None
        assert found.value > Money(0)
        assert found.category is None
        assert secondments.PERSON.split()[0] not in str(found)
        assert queries.find_by_source(lending.home.trust, reference) is None
        assert actions.gather(at=START) == 0
        last, day = date(2027, 5, 28), morning(date(2027, 3, 1))
        give_notice(reference=reference, last_date=last, shorter=False, actor=lending.host, at=day)
        assert held(lending.host.trust, reference).last_date == last
        assert actions.gather(at=START) == 0


def test_a_secondment_that_never_began_is_cancelled_in_the_hosts_register(lending: secondments.World) -> None:
    with transaction():
        reference = make_agreed_secondment(lending)
        end_due(at=morning(secondments.ENDS + DAY))
        found = held(lending.host.trust, reference)
        assert found.ending is not None
        assert found.ending.reason is EndingReason.CANCELLED
        assert rules.state_on(found, secondments.STARTS) is ContractState.ENDED
        assert actions.gather(at=START) == 0
