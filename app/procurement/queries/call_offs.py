"""Call-offs: what one would be, one, a trust's own, and those that wait. Each is its own trust's alone."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import selectinload

from app.contracts.values import Binding
from app.kernel.clock import london_date
from app.kernel.database import session
from app.kernel.errors import NotFound
from app.kernel.money import Money
from app.kernel.unit_price import UnitPrice
from app.listings import queries as listings
from app.listings.rules import check_complete
from app.procurement.models import CallOff, CallOffLine, DealLot
from app.procurement.queries.allowances import allowance_of
from app.procurement.queries.deals import deals_by_id, get_deal, regions_of, stage_of
from app.procurement.rules import call_offs as rules
from app.procurement.rules.binding import binding_of
from app.procurement.rules.deals import check_can_call_off, suppliers_of
from app.procurement.values import CallOffLine as LineValue
from app.procurement.values import CallOffState, CallOffValue, DealAudience, DealValue
from app.procurement.values.call_offs import (
    Calling,
    CallOffFilter,
    CallOffListed,
    CallOffPage,
    CallOffSort,
    CallOffTyped,
)
from app.trusts import queries as trusts


def may_call_off(*, trust_id: int, reference: str, on: date) -> DealValue:
    """A deal that a trust may call off on a day.

    Raises NotFound for one that it may not know of, CannotCallOff with the reason where it may not call it off.
    """
    deal = get_deal(reference)
    is_its = trust_id in {deal.listing.trust_id, *deal.named}
    if deal.audience is DealAudience.NAMED and not is_its:
        raise NotFound(f"{reference} is not for them")
    if deal.listing.published_at is None:
        raise NotFound(f"{reference} is a draft")
    is_open_trust = trusts.get_trust(trust_id).is_open
    regions = regions_of(trust_id, on)
    check_can_call_off(
        deal, trust_id=trust_id, regions=regions, is_open_trust=is_open_trust, on=on, stage=stage_of(deal)
    )
    return deal


def calling_for(*, trust_id: int, reference: str, typed: CallOffTyped, at: datetime) -> Calling:
    """What a trust's call-off would be at this moment, at the prices and rates as they are.

    Raises as `may_call_off`, Incomplete with every fault, and NotFound for a school or a lot that is not its own.
    """
    today = london_date(at)
    deal = may_call_off(trust_id=trust_id, reference=reference, on=today)
    check_complete(rules.typed_faults(typed, last_date=deal.last_date, today=today))
    start, end = typed.start_date, typed.end_date
    assert start is not None
    assert end is not None
    schools = {each.id: each for each in trusts.list_schools(trust_id, today)}
    for each in typed.wanted:
        if each.school_id is not None and each.school_id not in schools:
            raise NotFound(f"school {each.school_id} is not this trust’s")
        if each.lot_id not in {lot.id for lot in deal.lots}:
            raise NotFound(f"lot {each.lot_id} is none of {reference}")
    worked = rules.work_out(deal.lots, typed.wanted, start=start, end=end)
    rules.check_not_too_much(worked)
    asks = rules.needs_asking(worked, allowance_of(deal, trust_id))
    return Calling(deal, typed, start, end, worked, schools, asks)


def find_by_token(trust_id: int, token: str) -> str | None:
    """The reference of the call-off that a trust placed from a page, if it did."""
    mine = (CallOff.token == kept_token(trust_id, token), CallOff.trust_id == trust_id)
    return session().scalar(select(CallOff.reference).where(*mine))


def kept_token(trust_id: int, token: str) -> str:
    """A page's token as it is kept: one trust's, so that the same from another's page stands in nobody's way."""
    return f"{trust_id}:{token}"


def get_call_off(trust_id: int, reference: str) -> CallOffValue:
    """A call-off of this trust. Raises NotFound for another's."""
    row = session().scalar(_all().where(CallOff.reference == reference, CallOff.trust_id == trust_id))
    if row is None:
        raise NotFound(f"no call-off {reference} of trust {trust_id}")
    return call_off_value(row)


def call_off_by_reference(reference: str) -> CallOffValue:
    """A call-off, whosever it is: for deeds that nobody does. Raises NotFound."""
    row = session().scalar(_all().where(CallOff.reference == reference))
    if row is None:
        raise NotFound(f"no call-off {reference}")
    return call_off_value(row)


def get_call_off_page(trust_id: int, reference: str) -> CallOffPage:
    """A call-off of this trust with all that its page shows. Raises NotFound for another's."""
    held = get_call_off(trust_id, reference)
    deal = deals_by_id([held.deal_id])[held.deal_id]
    schools = trusts.schools_by_id(each.school_id for each in held.lines if each.school_id is not None)
    owner = trusts.get_trust(deal.listing.trust_id)
    return CallOffPage(held, deal, owner, {lot.id: lot for lot in deal.lots}, schools)


def list_call_offs(
    trust_id: int,
    narrowed: CallOffFilter,
    *,
    sort: CallOffSort = CallOffSort.ASKED,
    descending: bool = True,
    skip: int = 0,
    most: int | None = 20,
) -> list[CallOffListed]:
    """A trust's own call-offs, in an order that is total; `most` None gives all."""
    column: ColumnElement[object] = {
        CallOffSort.STARTS: CallOff.start_date,
        CallOffSort.ENDS: CallOff.end_date,
        CallOffSort.VALUE: CallOff.net_pence,
        CallOffSort.ASKED: CallOff.asked_at,
    }[sort]  # type: ignore[assignment]
    order = [column.desc(), CallOff.id.desc()] if descending else [column.asc(), CallOff.id]
    rows = session().scalars(_narrowed(trust_id, narrowed).order_by(*order).offset(skip).limit(most))
    return _listed([call_off_value(row) for row in rows])


def count_call_offs(trust_id: int, narrowed: CallOffFilter) -> int:
    """How many `list_call_offs` would list in all."""
    ids = _narrowed(trust_id, narrowed).with_only_columns(CallOff.id)
    return session().scalar(select(func.count()).select_from(ids.subquery())) or 0


def list_under(deal_id: int, trust_id: int) -> list[CallOffValue]:
    """A trust's own call-offs under a deal, the newest first."""
    query = _all().where(CallOff.listing_id == deal_id, CallOff.trust_id == trust_id)
    return [call_off_value(row) for row in session().scalars(query.order_by(CallOff.id.desc()))]


def list_waiting(*, deal_id: int | None = None, before: date | None = None) -> list[CallOffValue]:
    """The call-offs that wait for an approval: under a deal, or with a first day before one; in order."""
    query = _all().where(CallOff.state == CallOffState.ASKED).order_by(CallOff.id)
    if deal_id is not None:
        query = query.where(CallOff.listing_id == deal_id)
    if before is not None:
        query = query.where(CallOff.start_date < before)
    return [call_off_value(row) for row in session().scalars(query)]


def list_bindings(today: date) -> list[Binding]:
    """What every call-off that stands, and is not over, binds its trust to; for the contract register."""
    query = _all().where(CallOff.state == CallOffState.PLACED, CallOff.end_date >= today).order_by(CallOff.id)
    held = [call_off_value(row) for row in session().scalars(query)]
    deals = deals_by_id({each.deal_id for each in held})
    return [binding_of(each, deals[each.deal_id]) for each in held]


def call_off_value(row: CallOff) -> CallOffValue:
    """What others get of a call-off that was read with its lines."""
    return CallOffValue(
        id=row.id,
        reference=row.reference,
        deal_id=row.listing_id,
        trust_id=row.trust_id,
        state=row.state,
        start_date=row.start_date,
        end_date=row.end_date,
        po_number=row.po_number,
        net=Money(row.net_pence),
        gross=Money(row.gross_pence),
        approval_reference=row.approval_reference,
        asked_by=row.asked_by,
        asked_at=row.asked_at,
        placed_at=row.placed_at,
        lines=tuple(_line(each) for each in row.lines),
    )


def _line(row: CallOffLine) -> LineValue:
    return LineValue(
        lot_id=row.lot_id,
        school_id=row.school_id,
        quantity=row.quantity,
        price=UnitPrice(row.price_hundredths),
        net=Money(row.net_pence),
        vat=Money(row.vat_pence),
    )


def _all() -> Select[CallOff]:
    return select(CallOff).options(selectinload(CallOff.lines)).execution_options(populate_existing=True)


def _narrowed(trust_id: int, narrowed: CallOffFilter) -> Select[CallOff]:
    query = _all().where(CallOff.trust_id == trust_id)
    if narrowed.state is not None:
        query = query.where(CallOff.state == narrowed.state)
    for part in narrowed.text.split():
        query = query.where(_has(trust_id, part))
    return query


def _has(trust_id: int, part: str) -> ColumnElement[bool]:
    """Whether a word is in a call-off: its reference, its PO number, its deal's title or a supplier's name."""
    mine = session().scalars(select(CallOff.listing_id).where(CallOff.trust_id == trust_id).distinct()).all()
    titled = [each.id for each in listings.listings_by_id(mine).values() if part.lower() in each.title.lower()]
    supplied = (
        select(CallOffLine.call_off_id)
        .join(DealLot, DealLot.id == CallOffLine.lot_id)
        .where(DealLot.supplier.icontains(part, autoescape=True))
    )
    return or_(
        CallOff.reference.icontains(part, autoescape=True),
        CallOff.po_number.icontains(part, autoescape=True),
        CallOff.listing_id.in_(titled),
        CallOff.id.in_(supplied),
    )


def _listed(held: Iterable[CallOffValue]) -> list[CallOffListed]:
    rows = list(held)
    deals = deals_by_id(row.deal_id for row in rows)
    owners = trusts.names(deal.listing.trust_id for deal in deals.values())
    return [_row(row, deals[row.deal_id], owners) for row in rows]


def _row(held: CallOffValue, deal: DealValue, owners: dict[int, str]) -> CallOffListed:
    called = {line.lot_id for line in held.lines}
    suppliers = suppliers_of([lot for lot in deal.lots if lot.id in called])
    listing = deal.listing
    return CallOffListed(held, listing.title, listing.reference, owners[listing.trust_id], ", ".join(suppliers))
