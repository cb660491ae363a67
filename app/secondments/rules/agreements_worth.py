"""What a version of an agreement commits each trust to over its whole term, on-costs in."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.kernel.money import Money
from app.secondments.rules.recharge_value import gross_of
from app.secondments.values import CommitmentState, CommitmentValue, Party, Schedule, VatReason


@dataclass(frozen=True)
class Worth:
    """An amount without VAT and with it."""

    net: Money
    gross: Money


def worth_of(party: Party, schedule: Schedule, reason: VatReason | None, *, vat_registered: bool | None) -> Worth:
    """The host commits the schedule's total, with the VAT each month bears; home what it does not charge.

    `reason` is what was decided of VAT; None where nothing is charged. Raises KeyError for the secondee, who
    commits no money.
    """
    if party is Party.HOME:
        return Worth(schedule.left_at_home, schedule.left_at_home)
    if party is not Party.HOST:
        raise KeyError(party)
    if reason is None:
        return Worth(schedule.total, schedule.total)
    return Worth(schedule.total, gross_of(schedule, reason, vat_registered=vat_registered))


def needs_asking(worth: Worth, before: Iterable[CommitmentValue]) -> bool:
    """Whether a trust's scheme is to be asked: for more than nothing, and more than it committed to before."""
    if not worth.gross:
        return False
    committed = [each for each in before if each.state is CommitmentState.COMMITTED]
    return not any(worth.net <= each.net and worth.gross <= each.gross for each in committed)
