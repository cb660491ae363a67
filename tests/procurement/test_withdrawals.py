"""Leaving a round: in time at no cost, and too late at what the agreement says."""

import pytest
from sqlalchemy import select

from app.charges import queries as charges
from app.charges.models import Charge
from app.kernel.database import session
from app.kernel.vat import VatTreatment
from app.procurement.actions.joining import set_demand, show_interest
from app.procurement.queries.commitments import (
    allowed_gross,
    withdrawals_of,
)
from app.procurement.queries.demand import own_demand
from app.procurement.rules.withdrawals import CannotWithdraw, CostDiffers
from app.procurement.values import ParticipationState, Stage
from tests.clock import START
from tests.procurement.commitments_makers import (
    FEE,
    FREE,
    IN_TIME,
    LATE,
    ask,
    decide,
    lapses,
    leave,
    part,
    put,
    state_of,
)
from tests.procurement.joining_makers import line
from tests.procurement.makers import World
from tests.procurement.stages_makers import commit, committing
from tests.services.watching import notices

State = ParticipationState


def test_a_trust_leaves_free_in_time_and_comes_back_with_what_it_wanted(world: World) -> None:
    held = committing(world)
    commit(held, world.westbrook, world.westbrook_cfo)
    wanted = own_demand(part(held, world.westbrook).id)
    with pytest.raises(CostDiffers, match="nothing"):
        leave(held, world.westbrook, FEE, at=IN_TIME)
    assert leave(held, world.westbrook, at=IN_TIME) is None
    assert state_of(held, world.westbrook) is State.WITHDRAWN
    with pytest.raises(CannotWithdraw):
        leave(held, world.westbrook, at=IN_TIME)
    (left,) = withdrawals_of(part(held, world.westbrook).id)
    assert (left.was_committed, left.cost, left.charge_reference) == (True, FREE, None)
    assert any("has left" in each for each in notices(world.lead.person_id))
    assert any("has left" in each for each in notices(world.easton.person_id))
    assert allowed_gross(held.id, world.westbrook.trust) is None
    show_interest(reference=held.reference, actor=world.westbrook, at=IN_TIME)
    assert state_of(held, world.westbrook) is State.INTENDED
    assert own_demand(part(held, world.westbrook).id) == wanted
    ask(held, world.easton)
    leave(held, world.easton)
    assert len(lapses()) == 1
    decide(held, world.easton_cfo)
    assert state_of(held, world.easton) is State.WITHDRAWN


def test_leaving_too_late_is_charged_once_as_compensation_but_not_to_the_lead(world: World) -> None:
    held = committing(world)
    for actor, cfo in ((world.westbrook, world.westbrook_cfo), (world.easton, world.easton_cfo)):
        commit(held, actor, cfo)
    with pytest.raises(CostDiffers, match="500") as refused:
        leave(held, world.westbrook, at=LATE)
    assert refused.value.cost == FEE
    reference = leave(held, world.westbrook, FEE, at=LATE)
    assert reference is not None
    detail = charges.get_charge(world.westbrook.trust, reference)
    charge = detail.charge
    assert (charge.provider_id, charge.gross) == (world.lead.trust, FEE)
    assert [each.vat_treatment for each in detail.lines] == [VatTreatment.OUTSIDE_SCOPE]
    (left,) = withdrawals_of(part(held, world.westbrook).id)
    assert (left.cost, left.charge_reference) == (FEE, reference)
    set_demand(
        reference=held.reference,
        lines=[line(held, world.lead_schools[0], 10)],
        version=part(held, world.lead).version,
        actor=world.lead,
        at=START,
    )
    commit(held, world.lead, world.lead_cfo)
    assert leave(held, world.lead, at=LATE) is None
    assert len(session().scalars(select(Charge.id)).all()) == 1
    put(held, stage=Stage.OUT_TO_BID)
    with pytest.raises(CannotWithdraw, match="nobody can leave"):
        leave(held, world.easton, FEE, at=LATE)
