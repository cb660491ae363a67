from datetime import date
from typing import Any

import pytest

from app.charges.rules.invoices import (
    check_credit,
    check_payable,
    check_settled,
    credit_note_number,
    due_on,
    invoice_number,
    state_after_credit,
    time_of_supply,
)
from app.charges.rules.ledger import SHAPES, LedgerError, check_entry
from app.charges.values import (
    AccountKind,
    ChargeState,
    CreditAsked,
    EntryKind,
    InvoiceLineValue,
    InvoiceState,
)
from app.kernel.errors import Refused
from app.kernel.money import Money
from app.kernel.vat import VatTreatment


def invoice_line(position: int = 1, net: int = 10_001, left: int = 10_001) -> InvoiceLineValue:
    return InvoiceLineValue(
        position=position,
        description="Payroll",
        quantity=1,
        unit="year",
        unit_price=Money(net),
        vat_treatment=VatTreatment.STANDARD,
        vat_rate=2000,
        vat_reason="Administrative services",
        net=Money(net),
        vat=Money((net + 2) // 5),
        left=Money(left),
        vat_left=Money((left + 2) // 5),
    )


RECEIVABLE, PAYABLE = AccountKind.RECEIVABLE, AccountKind.PAYABLE


def test_invoices_and_credit_notes_have_numbers_of_their_own() -> None:
    assert invoice_number("90001", 12) == "90001-00012"
    assert credit_note_number("90001", 12) == "90001-CN00012"


def test_an_invoice_is_due_thirty_days_after_its_issue() -> None:
    assert due_on(date(2026, 11, 20)) == date(2026, 12, 20)


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ([], "line_1"),
        ([(1, 0)], "line_1"),
        ([(1, 501)], "line_1"),
        ([(2, 1), (1, -1)], "line_1"),
        ([(3, 1)], "line_3"),
        ([(2, 1), (2, 1)], "line_2"),
    ],
)
def test_a_credit_takes_only_what_is_left_of_each_line(asked: list[tuple[int, int]], field: str) -> None:
    lines = {1: invoice_line(1, left=500), 2: invoice_line(2)}
    with pytest.raises(Refused) as refused:
        check_credit(lines, [CreditAsked(at, Money(net)) for at, net in asked], state=InvoiceState.UNPAID)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("supply", "stated"),
    [
        (date(2026, 11, 19), date(2026, 11, 19)),
        (date(2026, 11, 20), date(2026, 11, 20)),
        (date(2026, 11, 21), date(2026, 11, 20)),
        (date(2027, 9, 1), date(2026, 11, 20)),
    ],
)
def test_what_is_invoiced_ahead_is_supplied_for_vat_on_the_day_of_its_invoice(supply: date, stated: date) -> None:
    assert time_of_supply(supply, date(2026, 11, 20)) == stated


@pytest.mark.parametrize("net", [1, 499, 500])
def test_a_credit_up_to_what_is_left_passes(net: int) -> None:
    check_credit({1: invoice_line(left=500)}, [CreditAsked(1, Money(net))], state=InvoiceState.SETTLED)


def test_an_invoice_of_which_nothing_is_left_is_not_credited() -> None:
    with pytest.raises(Refused, match="nothing left of this invoice to credit"):
        check_credit({1: invoice_line(left=0)}, [], state=InvoiceState.SETTLED)


def test_an_invoice_is_not_credited_while_its_payment_is_on_its_way() -> None:
    with pytest.raises(Refused, match="on its way"):
        check_credit({1: invoice_line()}, [CreditAsked(1, Money(1))], state=InvoiceState.PAYING)


@pytest.mark.parametrize(
    ("state", "outstanding", "after"),
    [
        (InvoiceState.UNPAID, 1, InvoiceState.UNPAID),
        (InvoiceState.UNPAID, 0, InvoiceState.CREDITED),
        (InvoiceState.SETTLED, -1, InvoiceState.SETTLED),
    ],
)
def test_only_an_unpaid_invoice_becomes_credited_in_full(
    state: InvoiceState, outstanding: int, after: InvoiceState
) -> None:
    assert state_after_credit(state, Money(outstanding)) is after


@pytest.mark.parametrize("state", list(InvoiceState))
@pytest.mark.parametrize("pence", [-1, 0, 1])
def test_only_an_unpaid_invoice_with_something_left_can_be_paid(state: InvoiceState, pence: int) -> None:
    if state is InvoiceState.UNPAID and pence > 0:
        check_payable(state, Money(pence))
        return
    with pytest.raises(Refused):
        check_payable(state, Money(pence))


@pytest.mark.parametrize("state", list(InvoiceState))
@pytest.mark.parametrize("amount", [99, 100, 101])
def test_a_payment_settles_an_invoice_to_the_penny_or_not_at_all(state: InvoiceState, amount: int) -> None:
    if amount == 100 and state in (InvoiceState.UNPAID, InvoiceState.PAYING):
        check_settled(state, Money(100), Money(amount))
        return
    with pytest.raises(Refused):
        check_settled(state, Money(100), Money(amount))


def test_nothing_settles_nothing() -> None:
    with pytest.raises(Refused):
        check_settled(InvoiceState.UNPAID, Money(0), Money(0))


@pytest.mark.parametrize(
    "lines",
    [
        [],
        [(RECEIVABLE, 1, Money(0)), (PAYABLE, 2, Money(0))],
        [(RECEIVABLE, 1, Money(1))],
        [(RECEIVABLE, 1, Money(2)), (PAYABLE, 2, Money(-1))],
        [(RECEIVABLE, None, Money(1)), (PAYABLE, 2, Money(-1))],
        [(RECEIVABLE, 1, Money(1)), (AccountKind.FEES, None, Money(-1))],
    ],
)
def test_an_entry_that_does_not_balance_or_stands_on_wrong_accounts_is_refused(lines: Any) -> None:
    with pytest.raises(LedgerError):
        check_entry(EntryKind.INVOICE_ISSUED, lines)


def test_a_platforms_account_belongs_to_no_trust() -> None:
    with pytest.raises(LedgerError, match="no trust's"):
        check_entry(
            EntryKind.FEE_TAKEN,
            [(AccountKind.FEES, 1, Money(1)), (AccountKind.STRIPE_CLEARING, None, Money(-1))],
        )


def test_every_kind_of_entry_has_its_accounts_and_every_word_its_label() -> None:
    assert set(SHAPES) == set(EntryKind)
    assert all(word.label for words in (EntryKind, AccountKind, ChargeState, InvoiceState) for word in words)
