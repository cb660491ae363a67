"""What the contracts of others near by suggest to a trust. Of theirs only what, until when and how many leaves here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select

from app.contracts.models import Contract
from app.contracts.queries.reading import contract_value, contracts
from app.contracts.rules import suggesting as rules
from app.contracts.rules.cpv_class import class_or_none
from app.contracts.rules.suggesting import Like
from app.contracts.rules.words import answers, thing_of
from app.contracts.values import ContractValue, Suggestion
from app.kernel.database import session
from app.trusts import queries as trusts


@dataclass(frozen=True)
class _Own:
    contract: ContractValue
    like: Like


def suggestions(trust_id: int, on: date, most: int | None = 3) -> list[Suggestion]:
    """Where at least three other trusts near a trust have a contract for what one of its own is for.

    Both end in the same quarter, from a day on and in the next eighteen months; only contracts that count are
    counted. The soonest comes first, one for each thing and quarter.
    """
    own = _own(trust_id, on)
    others = _others(trust_id, [each.like for each in own], on)
    near = _near(trust_id, _worth_placing([each.like for each in own], others)) if others else set()
    found: dict[tuple[str, date], Suggestion] = {}
    for each in own:
        count = len(rules.others_like(each.like, others, near))
        if count:
            suggestion = _suggestion(each.contract, count, each.like.last_date)
            found.setdefault((suggestion.what, suggestion.quarter_start), suggestion)
    return list(found.values())[:most]


def suggestions_for(text: str, trust_id: int, on: date) -> list[Suggestion]:
    """Those of a trust's suggestions that a search in these words may be after."""
    return [each for each in suggestions(trust_id, on, most=None) if answers(text, each)]


def _own(trust_id: int, on: date) -> list[_Own]:
    ahead = (Contract.last_date >= on, Contract.last_date <= rules.last_day_ahead(on))
    for_something = or_(Contract.category.is_not(None), Contract.cpv_class.is_not(None))
    query = contracts().where(Contract.trust_id == trust_id, *ahead, Contract.last_date >= Contract.start_date)
    rows = session().execute(query.where(for_something).order_by(Contract.last_date, Contract.id))
    values = [contract_value(*row) for row in rows]
    return [
        _Own(each, Like(trust_id, each.category, class_or_none(each.cpv), each.last_date))
        for each in values
        if each.last_date is not None
    ]


def _others(trust_id: int, own: Iterable[Like], on: date) -> list[Like]:
    categories = {each.category for each in own if each.category}
    classes = {each.cpv_class for each in own if each.cpv_class}
    if not (categories or classes):
        return []
    row = Contract
    rows = session().execute(
        select(row.trust_id, row.category, row.cpv_class, row.last_date)
        .where(row.last_date >= rules.quarter_of(on)[0], row.last_date <= rules.quarter_of(rules.last_day_ahead(on))[1])
        .where(row.last_date >= row.start_date, row.last_date >= on, row.is_counted, row.trust_id != trust_id)
        .where(or_(row.category.in_(categories), row.cpv_class.in_(classes)))
        .distinct()
    )
    return [Like(who, category, cpv_class, last) for who, category, cpv_class, last in rows if last is not None]


def _worth_placing(own: Iterable[Like], others: Iterable[Like]) -> set[int]:
    """The other trusts that would count if they were near: only where those are has to be known."""
    everybody = {each.trust_id for each in others}
    return set().union(*(rules.others_like(each, others, everybody) for each in own))


def _near(trust_id: int, others: set[int]) -> set[int]:
    """Those of some trusts that are near one: by their schools, by region where a trust's are on no map."""
    if not others:
        return set()
    points = trusts.list_points({trust_id, *others})
    regions = {each.id: each.region for each in trusts.trusts_by_id({trust_id, *others}).values()}
    return {each for each in others if _is_near(trust_id, each, points, regions)}


def _is_near(one: int, other: int, points: Mapping[int, list[rules.Point]], regions: Mapping[int, object]) -> bool:
    if one in points and other in points:
        return rules.is_near(points[one], points[other])
    return regions.get(one) is not None and regions.get(one) == regions.get(other)


def _suggestion(contract: ContractValue, others: int, ends: date) -> Suggestion:
    first, last = rules.quarter_of(ends)
    return Suggestion(
        reference=contract.reference,
        title=contract.title,
        what=thing_of(contract.category, contract.cpv) or contract.title,
        others=others,
        category=contract.category,
        cpv=contract.cpv,
        ends=ends,
        quarter_start=first,
        quarter_end=last,
    )
