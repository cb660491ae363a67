"""What a person says of a contract."""

from dataclasses import dataclass
from datetime import date

from app.kernel.money import Money


@dataclass(frozen=True)
class Supplement:
    """What people may say of every contract, also of one that a trade keeps.

    `category`, `cpv` and `notice_date` are None where nobody says; `responsible_id` is a member of the trust.
    """

    category: str | None = None
    cpv: str | None = None
    notice_date: date | None = None
    yearly: Money | None = None
    responsible_id: int | None = None
    note: str = ""
    is_counted: bool = True


@dataclass(frozen=True)
class Kept:
    """What a trade would keep, of a contract that was added by hand. Amounts are without VAT, over the whole life."""

    title: str
    supplier: str
    start_date: date
    end_date: date | None
    value: Money | None = None
    school_ids: tuple[int, ...] = ()
