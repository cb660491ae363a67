from collections.abc import Sequence
from datetime import date
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
from app.charges.rules.finance import check_details
from app.charges.rules.years import days_of, moments_of
from app.charges.values import (
    AccountKind,
    ChargeState,
    FinanceDetailsValue,
    Waiting,
)
from app.kernel.errors import Refused
from app.kernel.vat import VatTreatment
from tests.charges.makers import details, line

TODAY = date(2026, 11, 20)


def provider(registered: bool) -> FinanceDetailsValue:
    from datetime import UTC, datetime

    kept = check_details(details() if registered else details(None))
    held = {**vars(kept), "id": 1, "trust_id": 1, "from_date": TODAY}
    return FinanceDetailsValue(**held, set_at=datetime(2026, 1, 1, tzinfo=UTC), set_by=None)


MOVES = {
    "accept": {"raised"},
    "query": {"raised"},
    "answer": {"queried"},
    "withdraw": {"raised", "queried", "accepted"},
    "change_po": {"raised", "queried", "accepted"},
}


RECEIVABLE, PAYABLE = AccountKind.RECEIVABLE, AccountKind.PAYABLE


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


def test_an_accounting_year_runs_from_september_to_august_by_englands_clock() -> None:
    assert days_of(2026) == (date(2026, 9, 1), date(2027, 9, 1))
    assert [moment.isoformat() for moment in moments_of(2026)] == [
        "2026-08-31T23:00:00+00:00",
        "2027-08-31T23:00:00+00:00",
    ]
