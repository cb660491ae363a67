"""Approvals: one, those that await somebody, those decided."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.approvals.frozen import thaw
from app.approvals.models import Approval, Cancellation, Decision, Lapse
from app.approvals.queries.schemes import approvers_of, holdings
from app.approvals.rules import NobodyMayApprove, rule_on
from app.approvals.values import ApprovalState, ApprovalValue, DecidedFilter, QuoteValue, Ruling, Scheme, Tab
from app.kernel.database import session
from app.kernel.errors import NotFound
from app.kernel.money import Money

DECIDED = (ApprovalState.APPROVED, ApprovalState.DECLINED, ApprovalState.CANCELLED)


def get_own(trust_id: int, reference: str) -> ApprovalValue:
    """An approval of this trust. Raises NotFound for another's."""
    row = session().scalar(_all().where(Approval.reference == reference, Approval.trust_id == trust_id))
    if row is None:
        raise NotFound(f"no approval {reference} of trust {trust_id}")
    return _value(row)


def get_approval(reference: str) -> ApprovalValue:
    """An approval, for the floor that asked for it. Raises NotFound. Who may see it is the caller's to ask."""
    row = session().scalar(_all().where(Approval.reference == reference))
    if row is None:
        raise NotFound(f"no approval {reference}")
    return _value(row)


def rulings_on(trust_id: int, approvals: Sequence[ApprovalValue]) -> dict[str, Ruling]:
    """Who may decide each of a trust's approvals at this moment, in one batch.

    One that nobody may decide just now is missing from the answer.
    """
    if not approvals:
        return {}
    posts, approvers = holdings(trust_id), approvers_of(trust_id)
    found: dict[str, Ruling] = {}
    for each in approvals:
        try:
            found[each.reference] = rule_on(
                each.scheme, each.value, requester=each.requested_by, posts=posts, approvers=approvers
            )
        except NobodyMayApprove:
            continue
    return found


def list_awaiting(person_id: int, trust_id: int) -> list[ApprovalValue]:
    """What awaits a person's decision in a trust, oldest first."""
    waiting = _waiting(trust_id)
    rulings = rulings_on(trust_id, waiting)
    return [each for each in waiting if person_id in _deciders(rulings, each)]


def count_awaiting(person_id: int, trust_id: int) -> int:
    """How many approvals await a person's decision in a trust."""
    return len(list_awaiting(person_id, trust_id))


def decides_about(person_id: int, trust_id: int, subject: str) -> bool:
    """Whether a person may decide, or decided, something that a trust was asked to commit itself to about a subject."""
    about = _all().where(Approval.trust_id == trust_id, Approval.subject == subject)
    asked = [_value(row) for row in session().scalars(about.order_by(Approval.id))]
    if any(each.decided_by == person_id for each in asked):
        return True
    waiting = [each for each in asked if each.state is ApprovalState.AWAITING]
    rulings = rulings_on(trust_id, waiting) if waiting else {}
    return any(person_id in _deciders(rulings, each) for each in waiting)


def list_in_tab(
    tab: Tab, *, person_id: int, trust_id: int, narrowed: DecidedFilter, skip: int = 0, most: int | None = 20
) -> list[ApprovalValue]:
    """One page of a tab: what waits oldest first, what is decided newest first; `most` None gives all of it."""
    if tab is Tab.DECIDED:
        ended = func.coalesce(Decision.decided_at, Cancellation.cancelled_at, Lapse.lapsed_at)
        newest = (ended.desc(), Approval.id.desc())
        return [
            _value(row)
            for row in session().scalars(_decided(trust_id, narrowed).order_by(*newest).offset(skip).limit(most))
        ]
    waiting = _waiting_in(tab, person_id, trust_id)
    return waiting[skip:] if most is None else waiting[skip : skip + most]


def count_in_tab(tab: Tab, *, person_id: int, trust_id: int, narrowed: DecidedFilter) -> int:
    """How many `list_in_tab` would list in all."""
    if tab is Tab.DECIDED:
        ids = _decided(trust_id, narrowed).with_only_columns(Approval.id).options()
        return session().scalar(select(func.count()).select_from(ids.subquery())) or 0
    return len(_waiting_in(tab, person_id, trust_id))


def _waiting_in(tab: Tab, person_id: int, trust_id: int) -> list[ApprovalValue]:
    waiting = _waiting(trust_id)
    rulings = rulings_on(trust_id, waiting)
    return [each for each in waiting if (person_id in _deciders(rulings, each)) is (tab is Tab.MINE)]


def _deciders(rulings: dict[str, Ruling], approval: ApprovalValue) -> frozenset[int]:
    ruling = rulings.get(approval.reference)
    return ruling.deciders if ruling else frozenset()


def _waiting(trust_id: int) -> list[ApprovalValue]:
    query = _all().where(Approval.trust_id == trust_id, Approval.state == ApprovalState.AWAITING)
    return [_value(row) for row in session().scalars(query.order_by(Approval.requested_at, Approval.id))]


def _decided(trust_id: int, narrowed: DecidedFilter) -> Select[Approval]:
    query = _all().outerjoin(Approval.decision).outerjoin(Approval.cancellation).outerjoin(Approval.lapse)
    query = query.where(Approval.trust_id == trust_id)
    query = query.where(Approval.state == narrowed.state if narrowed.state else Approval.state.in_(DECIDED))
    for part in narrowed.text.split():
        columns = (Approval.title, Approval.reference, Approval.subject)
        query = query.where(or_(*(column.icontains(part, autoescape=True) for column in columns)))
    return query


def _all() -> Select[Approval]:
    return (
        select(Approval)
        .options(
            *(joinedload(each) for each in (Approval.decision, Approval.cancellation, Approval.lapse, Approval.waiver)),
            selectinload(Approval.quotes),
        )
        .execution_options(populate_existing=True)
    )


def _ended(row: Approval) -> tuple[int | None, datetime | None]:
    if row.decision:
        return row.decision.person_id, row.decision.decided_at
    if row.lapse:
        return None, row.lapse.lapsed_at
    return (row.cancellation.person_id, row.cancellation.cancelled_at) if row.cancellation else (None, None)


def _value(row: Approval) -> ApprovalValue:
    ended = _ended(row)
    return ApprovalValue(
        reference=row.reference,
        trust_id=row.trust_id,
        subject=row.subject,
        title=row.title,
        summary=tuple((label, text) for label, text in row.summary),
        value=Money(row.value_pence),
        scheme=Scheme(row.scheme_number, row.scheme_from_date, row.includes_vat, thaw(row.bands)),
        state=ApprovalState(row.state),
        requested_by=row.requested_by,
        requested_at=row.requested_at,
        decided_by=ended[0],
        decided_at=ended[1],
        reason=row.decision.reason if row.decision else row.lapse.reason if row.lapse else "",
        quotes=tuple(
            QuoteValue(each.id, each.supplier, Money(each.amount_pence), each.recorded_by, each.recorded_at)
            for each in row.quotes
        ),
        waiver_reason=row.waiver.reason if row.waiver else "",
        decide_by=row.decide_by_at,
        lapsed=row.lapse is not None,
    )
