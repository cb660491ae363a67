"""How long the names in a round are kept."""

from datetime import timedelta

from sqlalchemy import select

from app.audit import queries as audit
from app.kernel.database import session
from app.kernel.money import Money
from app.procurement.actions.erasing import erase_names
from app.procurement.actions.stages import abandon_round
from app.procurement.actions.withdrawals import withdraw
from app.procurement.models import Signature, Withdrawal
from app.procurement.queries.participations import find_participation
from tests.clock import START
from tests.procurement.makers import World
from tests.procurement.stages_makers import committed


def test_who_signed_and_why_a_trust_left_is_erased_six_years_after_the_round_is_over(world: World) -> None:
    found = committed(world)
    withdraw(reference=found.reference, reason="A. Reader retires.", seen_cost=Money(0), actor=world.easton, at=START)
    later = START.replace(year=START.year + 6)
    assert erase_names(at=later) == 0, "nothing goes while the round goes on"
    abandon_round(reference=found.reference, reason="Prices rose.", actor=world.lead, at=START)
    assert erase_names(at=later) == 0, "six years to the day it is kept"
    assert erase_names(at=later + timedelta(days=1)) == 2
    assert erase_names(at=later + timedelta(days=1)) == 0, "once"
    rows = session().execute(select(Signature.name, Signature.address, Signature.sha256)).all()
    assert [(name, address, len(sha256)) for name, address, sha256 in rows] == [("", "", 64)] * 2
    assert session().scalars(select(Withdrawal.reason)).all() == [""]
    own = find_participation(found.id, world.easton.trust)
    assert own is not None
    assert audit.list_about(world.easton.trust, [own.reference])[-1].verb == "procurement.names_erased"
