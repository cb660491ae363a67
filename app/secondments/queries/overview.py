"""Who is out and who is in, and what that comes to each year: secondments that were agreed, whatever became of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select

from app.kernel.database import session
from app.secondments.models import Secondment
from app.secondments.queries.interests import interests_by_id
from app.secondments.queries.recharge import recharges_of, schedule_of
from app.secondments.queries.secondees import secondees_by_id
from app.secondments.queries.secondments import secondment_value
from app.secondments.queries.secondments_listed import THE_SECONDEE
from app.secondments.rules.overview import days_of, figures, overlaps
from app.secondments.values import Recharge, SecondmentState, SecondmentValue
from app.secondments.values.agreements_listed import SecondmentSide
from app.secondments.values.overview import Stay, Window, YearFigures
from app.trusts import queries as trusts

AGREED_ONCE = (SecondmentState.AGREED, SecondmentState.RUNNING, SecondmentState.ENDED)


@dataclass(frozen=True)
class OutAndIn:
    """A trust's secondments that were agreed, with what follows from the version of each that is in force."""

    trust_id: int
    held: tuple[tuple[SecondmentValue, Recharge], ...]

    def side_of(self, each: SecondmentValue) -> SecondmentSide:
        """Which way somebody goes."""
        return SecondmentSide.OUT if each.home_id == self.trust_id else SecondmentSide.IN


def out_and_in(trust_id: int) -> OutAndIn:
    """Everybody whom a trust lent or borrowed by agreement, in two batches. It holds salaries, and no names."""
    mine = or_(Secondment.home_id == trust_id, Secondment.host_id == trust_id)
    query = select(Secondment).where(mine, Secondment.state.in_(AGREED_ONCE)).order_by(Secondment.id)
    held = [secondment_value(row) for row in session().scalars(query.execution_options(populate_existing=True))]
    recharges = recharges_of(each.id for each in held)
    return OutAndIn(trust_id, tuple((each, recharges[each.id]) for each in held if each.id in recharges))


def stays_in(found: OutAndIn, window: Window, names: Mapping[int, str]) -> list[Stay]:
    """Who is away in some months: those lent first, by their first day. `names` are of secondees who may be named."""
    shown = [(each, span) for each, recharge in found.held if (span := days_of(recharge)) and overlaps(span, window)]
    others = trusts.names({trust for each, _ in shown for trust in (each.home_id, each.host_id)})
    stays = [
        Stay(
            secondment=each,
            side=(side := found.side_of(each)),
            other_trust=others[each.host_id if side is SecondmentSide.OUT else each.home_id],
            span=span,
            name=names.get(each.secondee_id, THE_SECONDEE),
        )
        for each, span in shown
    ]
    sides = list(SecondmentSide)
    return sorted(stays, key=lambda each: (sides.index(each.side), each.span.first, each.secondment.id))


def own_names(found: OutAndIn) -> dict[int, str]:
    """The names of the people whom the trust itself lends, by secondee: for its HR leads."""
    own = {each.secondee_id for each, _ in found.held if found.side_of(each) is SecondmentSide.OUT}
    return {number: each.name for number, each in secondees_by_id(own).items()}


def named_interests(stays: Sequence[Stay]) -> list[int]:
    """The ids of the interests from which people came to be borrowed, and by which they may still be named."""
    borrowed = [each.secondment.interest_id for each in stays if each.side is SecondmentSide.IN]
    return [each.id for each in interests_by_id(borrowed).values() if each.is_named]


def year_figures(found: OutAndIn) -> list[YearFigures]:
    """What a trust lent and borrowed in each accounting year, the latest first."""
    return figures((found.side_of(each), recharge, schedule_of(recharge)) for each, recharge in found.held)
