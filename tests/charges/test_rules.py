from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest

from app.charges.rules.charges import (
    MOST_LINES,
    can,
    check_lines,
    check_move,
    check_parties,
    check_po_number,
    check_registration,
    why_waiting,
    work_out,
)
from app.charges.rules.finance import check_details, check_from_date, normalise_postcode
from app.charges.rules.invoices import (
    check_credit,
    check_payable,
    check_settled,
    credit_note_number,
    due_on,
    invoice_number,
    state_after_credit,
    vat_of_credit,
)
from app.charges.rules.ledger import SHAPES, LedgerError, check_entry
from app.charges.rules.vat_numbers import normalise_vat_number, spaced_vat_number
from app.charges.rules.years import days_of, moments_of
from app.charges.values import (
    AccountKind,
    ChargeState,
    CreditAsked,
    EntryKind,
    FinanceDetailsValue,
    InvoiceLineValue,
    InvoiceState,
    Waiting,
)
from app.kernel.errors import Refused
from app.kernel.money import Money
from app.kernel.vat import VatTreatment
from tests.charges.makers import details, line

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("GB999101388", "GB999101388"),
        ("999 1013 88", "GB999101388"),
        ("gb 999-1013.88", "GB999101388"),
        ("GB100000089", "GB100000089"),
        ("GB100000034", "GB100000034"),
    ],
)
def test_a_vat_number_is_kept_in_one_form(typed: str, kept: str) -> None:
    assert normalise_vat_number(typed) == kept


@pytest.mark.parametrize(
    "typed", ["GB999101389", "GB99910138", "GB9991013888", "FR999101388", "GB99910I388", "", "GB100000013"]
)
def test_a_vat_number_that_is_none_is_refused_beside_its_field(typed: str) -> None:
    with pytest.raises(Refused) as refused:
        normalise_vat_number(typed)
    assert refused.value.field == "vat_number"


def test_exactly_two_check_digits_fit_seven_digits() -> None:
    """One by the old weighting and one by the new, 55 further on: every other pair is refused."""

    def fits(pair: int) -> bool:
        try:
            normalise_vat_number(f"GB9991013{pair:02d}")
        except Refused:
            return False
        return True

    assert [pair for pair in range(97) if fits(pair)] == [33, 88]


def test_a_vat_number_reads_in_groups_on_an_invoice() -> None:
    assert spaced_vat_number("GB999101388") == "GB 999 1013 88"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"legal_name": " "}, "legal_name"),
        ({"legal_name": "x" * 201}, "legal_name"),
        ({"address_lines": ("", " ")}, "address"),
        ({"address_lines": ("a",) * 6}, "address"),
        ({"postcode": "Leeds"}, "postcode"),
        ({"vat_number": ""}, "vat_number"),
        ({"vat_number": "GB123456789"}, "vat_number"),
        ({"vat_registered": False}, "vat_number"),
        ({"invoice_contact": ""}, "invoice_contact"),
        ({"invoice_email": "finance@example"}, "invoice_email"),
        ({"invoice_email": "a b@example.org"}, "invoice_email"),
    ],
)
def test_details_that_cannot_stand_on_an_invoice_are_refused_beside_their_field(
    changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refused) as refused:
        check_details(details(**changes))
    assert refused.value.field == field


def test_details_are_kept_trimmed_and_in_one_form() -> None:
    kept = check_details(details("999 1013 88", legal_name=" Larkmoor ", postcode="hd46xq", address_lines=(" A ", "")))
    assert (kept.legal_name, kept.postcode, kept.vat_number) == ("Larkmoor", "HD4 6XQ", "GB999101388")
    assert kept.address_lines == ("A",)


def test_a_trust_that_is_not_registered_keeps_no_vat_number() -> None:
    assert check_details(details(None)).vat_number is None


@pytest.mark.parametrize(("typed", "kept"), [("m11ae", "M1 1AE"), ("EC1A 1BB", "EC1A 1BB"), ("cr26xh", "CR2 6XH")])
def test_postcodes_of_every_length_are_kept_with_one_space(typed: str, kept: str) -> None:
    assert normalise_postcode(typed) == kept


@pytest.mark.parametrize("day", [date(2016, 1, 1), TODAY + timedelta(days=366)])
def test_details_may_start_ten_years_back_or_a_year_ahead(day: date) -> None:
    check_from_date(day, today=TODAY)


@pytest.mark.parametrize("day", [date(2015, 12, 31), TODAY + timedelta(days=367)])
def test_details_start_no_earlier_and_no_later(day: date) -> None:
    with pytest.raises(Refused) as refused:
        check_from_date(day, today=TODAY)
    assert refused.value.field == "from_date"


def test_a_trust_does_not_charge_itself() -> None:
    check_parties(1, 2)
    with pytest.raises(Refused):
        check_parties(1, 1)


@pytest.mark.parametrize(
    "lines",
    [
        [],
        [line()] * (MOST_LINES + 1),
        [line(description=" ")],
        [line(vat_reason="")],
        [line(quantity=0)],
        [line(-1)],
        [line(0)],
        [line(0), line(0)],
        [line(10**12 + 1)],
        [line(10**6 + 1, 10**6)],
    ],
)
def test_lines_that_cannot_be_charged_are_refused(lines: Sequence[Any]) -> None:
    with pytest.raises(Refused):
        check_lines(lines)


@pytest.mark.parametrize("lines", [[line(1)], [line()] * MOST_LINES, [line(0), line(1)], [line(10**6, 10**6)]])
def test_lines_at_the_edge_of_what_can_be_charged_pass(lines: Sequence[Any]) -> None:
    check_lines(lines)


@pytest.mark.parametrize(
    ("pence", "quantity", "treatment", "net", "vat"),
    [
        (10_000, 3, VatTreatment.STANDARD, 30_000, 6_000),
        (2, 1, VatTreatment.STANDARD, 2, 0),
        (3, 1, VatTreatment.STANDARD, 3, 1),
        (9, 1, VatTreatment.REDUCED, 9, 0),
        (10, 1, VatTreatment.REDUCED, 10, 1),
        (10_000, 1, VatTreatment.ZERO, 10_000, 0),
        (10_000, 1, VatTreatment.EXEMPT, 10_000, 0),
        (10_000, 1, VatTreatment.OUTSIDE_SCOPE, 10_000, 0),
    ],
)
def test_vat_is_worked_out_on_each_line_half_up(
    pence: int, quantity: int, treatment: VatTreatment, net: int, vat: int
) -> None:
    worked = work_out(line(pence, quantity, treatment), supply_date=TODAY)
    assert (worked.net.pence, worked.vat.pence) == (net, vat)


def provider(registered: bool) -> FinanceDetailsValue:
    from datetime import UTC, datetime

    kept = check_details(details() if registered else details(None))
    held = {**vars(kept), "id": 1, "trust_id": 1, "from_date": TODAY}
    return FinanceDetailsValue(**held, set_at=datetime(2026, 1, 1, tzinfo=UTC), set_by=None)


@pytest.mark.parametrize("treatment", list(VatTreatment))
def test_only_a_registered_provider_charges_vat(treatment: VatTreatment) -> None:
    check_registration([treatment], provider(True))
    check_registration([treatment], None)
    if treatment in (VatTreatment.STANDARD, VatTreatment.REDUCED):
        with pytest.raises(Refused):
            check_registration([VatTreatment.ZERO, treatment], provider(False))
    else:
        check_registration([treatment], provider(False))


@pytest.mark.parametrize(
    ("held", "has_address", "treatment", "why"),
    [
        (None, True, VatTreatment.STANDARD, Waiting.PROVIDER_DETAILS),
        (provider(True), False, VatTreatment.STANDARD, Waiting.BUYER_DETAILS),
        (provider(False), True, VatTreatment.STANDARD, Waiting.VAT_CONFLICT),
        (provider(False), True, VatTreatment.EXEMPT, None),
        (provider(True), True, VatTreatment.STANDARD, None),
    ],
)
def test_an_accepted_charge_waits_for_what_its_invoice_must_show(
    held: FinanceDetailsValue | None, has_address: bool, treatment: VatTreatment, why: Waiting | None
) -> None:
    assert why_waiting([treatment], held, has_buyer_address=has_address) is why


MOVES = {
    "accept": {"raised"},
    "query": {"raised"},
    "answer": {"queried"},
    "withdraw": {"raised", "queried", "accepted"},
    "change_po": {"raised", "queried", "accepted"},
    "invoice": {"accepted"},
}


@pytest.mark.parametrize("move", MOVES)
@pytest.mark.parametrize("state", list(ChargeState))
def test_a_charge_moves_only_from_the_states_that_allow_it(move: str, state: ChargeState) -> None:
    assert can(move, state) == (state.value in MOVES[move])
    if not can(move, state):
        with pytest.raises(Refused):
            check_move(move, state)


@pytest.mark.parametrize(("typed", "kept"), [(None, None), ("  ", None), (" PO-1 ", "PO-1"), ("x" * 40, "x" * 40)])
def test_a_purchase_order_number_is_kept_trimmed(typed: str | None, kept: str | None) -> None:
    assert check_po_number(typed) == kept


def test_a_purchase_order_number_has_an_end() -> None:
    with pytest.raises(Refused) as refused:
        check_po_number("x" * 41)
    assert refused.value.field == "po_number"


def test_invoices_and_credit_notes_have_numbers_of_their_own() -> None:
    assert invoice_number("90001", 12) == "90001-00012"
    assert credit_note_number("90001", 12) == "90001-CN00012"


def test_an_invoice_is_due_thirty_days_after_its_issue() -> None:
    assert due_on(date(2026, 11, 20)) == date(2026, 12, 20)


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
    )


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


@pytest.mark.parametrize("net", [1, 499, 500])
def test_a_credit_up_to_what_is_left_passes(net: int) -> None:
    check_credit({1: invoice_line(left=500)}, [CreditAsked(1, Money(net))], state=InvoiceState.SETTLED)


def test_an_invoice_is_not_credited_while_its_payment_is_on_its_way() -> None:
    with pytest.raises(Refused, match="on its way"):
        check_credit({1: invoice_line()}, [CreditAsked(1, Money(1))], state=InvoiceState.PAYING)


@pytest.mark.parametrize("steps", [[10_001], [1] * 7 + [9_994], [3_333, 3_334, 3_334], [2, 9_999]])
def test_crediting_a_line_bit_by_bit_gives_back_its_vat_to_the_penny(steps: list[int]) -> None:
    left, vat = 10_001, 0
    for step in steps:
        vat += vat_of_credit(invoice_line(left=left), Money(step)).pence
        left -= step
    assert (left, vat) == (0, invoice_line().vat.pence)


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


RECEIVABLE, PAYABLE = AccountKind.RECEIVABLE, AccountKind.PAYABLE


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


def test_an_accounting_year_runs_from_september_to_august_by_englands_clock() -> None:
    assert days_of(2026) == (date(2026, 9, 1), date(2027, 9, 1))
    assert [moment.isoformat() for moment in moments_of(2026)] == [
        "2026-08-31T23:00:00+00:00",
        "2027-08-31T23:00:00+00:00",
    ]
