"""What a recharge is worked out from, its schedule, and what was charged of it. Salary: for HR leads and finance."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.charges import queries as charges
from app.kernel.clock import london_date
from app.kernel.database import session
from app.kernel.money import Money
from app.secondments.frozen import thaw
from app.secondments.models import Absence, RechargeCharge, Secondment, VatRuling, Version
from app.secondments.rules.recharge import schedule
from app.secondments.values import (
    Condition,
    MonthCharged,
    Pay,
    Recharge,
    Schedule,
    SecondmentState,
    Span,
    Terms,
    VatDecision,
    VersionState,
)

CHARGED_FOR = timedelta(days=120)
"""For how long after its end a secondment's last months are looked at: one that was refused is tried again so long."""


def recharges_of(secondment_ids: Iterable[int]) -> dict[int, Recharge]:
    """What the recharge of each follows from, in one batch; those without a version in force are missing."""
    wanted = set(secondment_ids)
    rows = session().execute(
        select(Secondment, Version, VatRuling)
        .join(Version, (Version.secondment_id == Secondment.id) & (Version.state == VersionState.IN_FORCE))
        .outerjoin(VatRuling, VatRuling.id == Version.vat_ruling_id)
        .where(Secondment.id.in_(wanted))
        .order_by(Secondment.id)
        .execution_options(populate_existing=True)
    )
    away = _absences(wanted)
    return {row.id: _recharge(row, version, ruling, away[row.id]) for row, version, ruling in rows}


def schedule_of(recharge: Recharge) -> Schedule:
    """The months of a recharge as they stand now."""
    return schedule(recharge.terms, recharge.pay, first=recharge.first, last=recharge.last, absences=recharge.absences)


def months_charged(secondment_ids: Iterable[int]) -> dict[int, list[MonthCharged]]:
    """What was charged for the months of each, in one batch, in order; credits count from when they are asked for."""
    rows = session().scalars(
        select(RechargeCharge)
        .where(RechargeCharge.secondment_id.in_(set(secondment_ids)))
        .options(selectinload(RechargeCharge.credits))
        .order_by(RechargeCharge.secondment_id, RechargeCharge.month_date, RechargeCharge.sequence)
        .execution_options(populate_existing=True)
    )
    found: dict[int, list[MonthCharged]] = defaultdict(list)
    for row in rows:
        found[row.secondment_id].append(_charged(row))
    return found


def pay_of_version(version_id: int) -> Pay:
    """The pay that a version was made from."""
    frozen = session().scalars(select(Version.pay).where(Version.id == version_id)).one()
    return thaw(Pay, frozen)


def find_vat_ruling(secondment_id: int) -> VatDecision | None:
    """What the home trust's finance decided last of VAT, or None."""
    row = (
        session()
        .scalars(
            select(VatRuling).where(VatRuling.secondment_id == secondment_id).order_by(VatRuling.id.desc()).limit(1)
        )
        .first()
    )
    return _vat(row)


def vat_of_version(version_id: int) -> VatDecision | None:
    """How VAT was decided for a version; None where nothing is charged."""
    ruled = select(VatRuling).join(Version, Version.vat_ruling_id == VatRuling.id)
    return _vat(session().scalar(ruled.where(Version.id == version_id)))


def vat_registered(trust_id: int, day: date) -> bool | None:
    """Whether a trust is registered for VAT on a day; None where it has no finance details yet."""
    details = charges.find_details(trust_id, day)
    return details.vat_registered if details else None


def list_to_charge(today: date) -> list[int]:
    """The ids of secondments of which something may have come due: those under way, and those that ended lately."""
    ended = (Secondment.state == SecondmentState.ENDED) & (Secondment.last_date >= today - CHARGED_FOR)
    wanted = select(Secondment.id).where((Secondment.state == SecondmentState.RUNNING) | ended)
    return list(session().scalars(wanted.order_by(Secondment.id)))


def _absences(secondment_ids: set[int]) -> dict[int, list[Absence]]:
    rows = session().scalars(
        select(Absence).where(Absence.secondment_id.in_(secondment_ids)).order_by(Absence.first_date, Absence.id)
    )
    found: dict[int, list[Absence]] = defaultdict(list)
    for row in rows:
        found[row.secondment_id].append(row)
    return found


def _recharge(row: Secondment, version: Version, ruling: VatRuling | None, away: list[Absence]) -> Recharge:
    return Recharge(
        secondment_id=row.id,
        reference=row.reference,
        home_id=row.home_id,
        host_id=row.host_id,
        terms=thaw(Terms, version.terms),
        pay=thaw(Pay, version.pay),
        vat=_vat(ruling),
        first=london_date(row.started_at) if row.started_at else None,
        last=row.last_date,
        absences=tuple(Span(each.first_date, each.last_date or date.max) for each in away),
    )


def _vat(row: VatRuling | None) -> VatDecision | None:
    if row is None:
        return None
    return VatDecision(row.id, row.reason, frozenset(map(Condition, row.conditions)), row.decided_by, row.decided_at)


def _charged(row: RechargeCharge) -> MonthCharged:
    return MonthCharged(
        id=row.id,
        month_date=row.month_date,
        charge_reference=row.charge_reference,
        net=Money(row.net_pence),
        fee=Money(row.fee_pence),
        charged_at=row.charged_at,
        net_credited=Money(sum(each.net_pence for each in row.credits)),
        fee_credited=Money(sum(each.fee_pence for each in row.credits)),
    )
