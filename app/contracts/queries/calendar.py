"""The contracts of a trust that a stretch of days touches."""

from datetime import date

from sqlalchemy import or_

from app.contracts.models import Contract
from app.contracts.queries.reading import contract_value, contracts
from app.contracts.values import ContractValue
from app.kernel.database import session


def contracts_within(trust_id: int, first: date, last: date) -> list[ContractValue]:
    """A trust's contracts with a day from `first` to `last`, both included: the soonest end first, those without last.

    What was cancelled before it began has none.
    """
    row = Contract
    open_ended = row.last_date.is_(None)
    query = contracts().where(row.trust_id == trust_id, row.start_date <= last)
    query = query.where(or_(open_ended, (row.last_date >= first) & (row.last_date >= row.start_date)))
    return [contract_value(*each) for each in session().execute(query.order_by(open_ended, row.last_date, row.id))]
