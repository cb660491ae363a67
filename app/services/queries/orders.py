"""Orders: one, those a trust bought or sold, those whose provider has yet to answer."""

from datetime import date

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.kernel.database import session
from app.kernel.errors import NotFound
from app.kernel.money import Money
from app.kernel.vat import VatTreatment
from app.services.models import Agreement, Order, OrderSchool
from app.services.rules import last_day
from app.services.values import (
    OrderFilter,
    OrderLine,
    OrderSort,
    OrderState,
    OrderValue,
    Price,
    PriceBasis,
    SchoolPrice,
    Side,
    Terms,
    Working,
)
from app.trusts import queries as trusts
from app.trusts.values import Phase


def get_order(trust_id: int, reference: str) -> OrderValue:
    """An order that a trust placed or was sent. Raises NotFound for another's."""
    row = session().scalar(_whole().where(Order.reference == reference, seen_by(trust_id)))
    if row is None:
        raise NotFound(f"no order {reference} of trust {trust_id}")
    return order_value(row)


def find_by_token(token: str) -> str | None:
    """The reference of the order that a draft became, if it did."""
    return session().scalar(select(Order.reference).where(Order.draft_token == token))


def list_unanswered(day: date) -> list[OrderValue]:
    """Orders whose provider is to be reminded by a day, oldest first."""
    query = _whole().where(Order.state == OrderState.AWAITING_PROVIDER, Order.remind_date <= day)
    return [order_value(row) for row in session().scalars(query.order_by(Order.id))]


def list_orders(
    trust_id: int,
    narrowed: OrderFilter,
    *,
    sort: OrderSort = OrderSort.PLACED,
    descending: bool = True,
    skip: int = 0,
    most: int | None = 20,
) -> list[OrderLine]:
    """Orders that a trust bought or sold, in an order that is total; `most` None gives all of them."""
    column = {
        OrderSort.PLACED: _placed(narrowed.side),
        OrderSort.START: Order.start_date,
        OrderSort.TITLE: func.lower(Order.title),
        OrderSort.VALUE: Order.net_pence * Order.years,
    }[sort]
    order = [column.desc(), Order.id.desc()] if descending else [column.asc(), Order.id]
    schools = select(func.count()).where(OrderSchool.order_id == Order.id).correlate(Order).scalar_subquery()
    query = _narrowed(trust_id, narrowed).add_columns(Agreement.reference, schools)
    rows = session().execute(query.order_by(*order).offset(skip).limit(most)).all()
    names = trusts.names(_other(row[0], narrowed.side) for row in rows)
    return [_line(row, agreement, count, narrowed.side, names) for row, agreement, count in rows]


def count_orders(trust_id: int, narrowed: OrderFilter) -> int:
    """How many `list_orders` would list in all."""
    ids = _narrowed(trust_id, narrowed).with_only_columns(Order.id)
    return session().scalar(select(func.count()).select_from(ids.subquery())) or 0


def count_to_answer(trust_id: int) -> int:
    """How many orders wait for a trust's answer as their provider."""
    return count_orders(trust_id, OrderFilter(Side.SOLD, OrderState.AWAITING_PROVIDER))


def seen_by(trust_id: int) -> ColumnElement[bool]:
    """Whether a trust may see an order: its buyer always, its provider once it was sent."""
    return or_(Order.buyer_id == trust_id, (Order.provider_id == trust_id) & Order.sent_at.is_not(None))


def _placed(side: Side) -> ColumnElement[object]:
    return Order.ordered_at if side is Side.BOUGHT else Order.sent_at  # type: ignore[return-value]


def _narrowed(trust_id: int, narrowed: OrderFilter) -> Select[Order]:
    query = select(Order).outerjoin(Agreement, Agreement.order_id == Order.id)
    if narrowed.side is Side.BOUGHT:
        query = query.where(Order.buyer_id == trust_id)
    else:
        query = query.where(Order.provider_id == trust_id, Order.sent_at.is_not(None))
    if narrowed.state is not None:
        query = query.where(Order.state == narrowed.state)
    if narrowed.year is not None:
        query = query.where(
            Order.start_date >= date(narrowed.year, 9, 1), Order.start_date < date(narrowed.year + 1, 9, 1)
        )
    if narrowed.text.strip():
        query = query.where(_matching(trust_id, narrowed))
    return query


def _matching(trust_id: int, narrowed: OrderFilter) -> ColumnElement[bool]:
    text = narrowed.text.strip()
    columns = (Order.title, Order.reference, Order.po_number, Agreement.reference)
    named = _other_column(narrowed.side).in_(_partners_named(trust_id, narrowed.side, text))
    return or_(named, *(column.icontains(text, autoescape=True) for column in columns))


def _partners_named(trust_id: int, side: Side, text: str) -> list[int]:
    own = Order.buyer_id if side is Side.BOUGHT else Order.provider_id
    partners = session().scalars(select(_other_column(side)).where(own == trust_id).distinct())
    return [number for number, name in trusts.names(partners).items() if text.lower() in name.lower()]


def _other_column(side: Side) -> ColumnElement[int]:
    return Order.provider_id if side is Side.BOUGHT else Order.buyer_id  # type: ignore[return-value]


def _other(row: Order, side: Side) -> int:
    return row.provider_id if side is Side.BOUGHT else row.buyer_id


def _line(row: Order, agreement: str | None, schools: int, side: Side, names: dict[int, str]) -> OrderLine:
    other, net = _other(row, side), Money(row.net_pence)
    return OrderLine(
        reference=row.reference,
        title=row.title,
        other_trust_id=other,
        other_trust=names[other],
        state=OrderState(row.state),
        start_date=row.start_date,
        years=row.years,
        schools=schools,
        year_net=net,
        whole_net=net * row.years,
        whole_gross=(net + Money(row.vat_pence)) * row.years,
        placed_at=row.ordered_at if side is Side.BOUGHT else row.sent_at or row.ordered_at,
        po_number=row.po_number,
        agreement_reference=agreement,
    )


def _whole() -> Select[Order]:
    return (
        select(Order)
        .options(
            selectinload(Order.schools),
            joinedload(Order.refusal),
            joinedload(Order.withdrawal),
            joinedload(Order.agreement),
        )
        .execution_options(populate_existing=True)
    )


def order_value(row: Order) -> OrderValue:
    """An order as others read it; its schools, refusal, withdrawal and agreement are loaded."""
    treatment = VatTreatment(row.vat_treatment)
    price = Price(PriceBasis(row.basis), Money(row.base_pence), Money(row.per_pupil_pence))
    lines = tuple(_school(each, price) for each in row.schools)
    reason = row.refusal.reason if row.refusal else row.withdrawal.reason if row.withdrawal else ""
    return OrderValue(
        reference=row.reference,
        listing_id=row.listing_id,
        title=row.title,
        summary=row.summary,
        description=row.description,
        provider_id=row.provider_id,
        buyer_id=row.buyer_id,
        state=OrderState(row.state),
        start_date=row.start_date,
        end_date=last_day(row.start_date, row.years),
        years=row.years,
        po_number=row.po_number,
        note=row.note,
        terms=Terms(price, treatment, row.vat_reason, row.notice_months),
        vat_decided_by=row.vat_decided_by,
        working=Working(lines, treatment, row.vat_rate, row.years),
        ordered_by=row.ordered_by,
        ordered_at=row.ordered_at,
        approval_reference=row.approval_reference,
        sent_at=row.sent_at,
        answer_by_date=row.answer_by_date,
        agreement_reference=row.agreement.reference if row.agreement else None,
        reason=reason,
    )


def _school(row: OrderSchool, price: Price) -> SchoolPrice:
    return SchoolPrice(
        row.school_id,
        row.name,
        Phase(row.phase),
        row.roll,
        price.base,
        price.per_pupil,
        Money(row.net_pence),
        Money(row.vat_pence),
    )
