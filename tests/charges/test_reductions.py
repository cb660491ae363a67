"""Taking amounts off a charge: before the invoice, after it, once it is paid, and at once."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.audit import queries as audit
from app.charges import actions, queries
from app.charges.queries.checks import check_ledger
from app.charges.rules.charges import ChargeRefused
from app.charges.rules.invoices import CreditMustWait, InvoiceRefused
from app.charges.values import ChargeDetail, ChargeState, ChargesWanted, InvoiceState, Side, TakenOff
from app.kernel.actor import Actor
from app.kernel.database import transaction
from app.kernel.errors import NotFound
from app.kernel.money import Money
from app.kernel.vat import VatTreatment, vat_on
from tests.charges.makers import (
    Parties,
    line,
    make_charge,
    make_finance_details,
    make_invoice,
    make_parties,
    make_settlement,
)
from tests.charges.pages import notices, stranger
from tests.charges.test_numbers import at_once

WHY = "Cancelled 6 working days before: half is charged"


def take(charge: str, at: datetime, *amounts: tuple[int, int], actor: Actor | None = None) -> str | None:
    """Take (position, net pence) off a charge, by a rule unless someone is named."""
    asked = [TakenOff(position, Money(pence)) for position, pence in amounts]
    return actions.take_off_charge(reference=charge, amounts=asked, reason=WHY, at=at, actor=actor)


def detail_of(parties: Parties, charge: str) -> ChargeDetail:
    return queries.get_charge(parties.buyer.trust, charge)


def test_a_rule_takes_from_the_lines_of_a_charge_and_says_why_line_by_line(app: Flask, at: datetime) -> None:
    with transaction():
        parties = make_parties(at)
        charge = make_charge(parties, at, line(10_001, 3), line(500, 2, VatTreatment.ZERO))
        assert take(charge, at, (1, 10_001), (2, 400)) is None
        detail = detail_of(parties, charge)
        assert (detail.charge.net, detail.charge.vat) == (Money(20_002 + 600), Money(4_000))
        assert detail.charge.state is ChargeState.RAISED
        assert [(each.net.pence, each.vat.pence, each.taken_off.pence) for each in detail.lines] == [
            (20_002, 4_000, 10_001),
            (600, 0, 400),
        ]
        (taken,) = detail.reductions
        assert (taken.reason, taken.reduced_by, taken.gross) == (WHY, None, Money(10_401 + 2_001))
        assert [(each.position, each.net.pence, each.vat.pence) for each in taken.lines] == [
            (1, 10_001, 2_001),
            (2, 400, 0),
        ]
        said = f"£124.02 taken off charge {charge}"
        assert notices(parties.buyer)[-1] == notices(parties.provider)[-1] == said
        (row,) = (each for each in audit.list_about(parties.buyer.trust, [charge]) if "reduced" in each.verb)
        assert (row.person_id, row.facts) == (None, {"taken_pence": 12_402, "gross_pence": 24_602})
        assert check_ledger() == []


def test_the_provider_takes_off_by_hand_and_is_not_told_of_it(app: Flask, at: datetime) -> None:
    with transaction():
        parties, other = make_parties(at), stranger(at)
        charge = make_charge(parties, at)
        take(charge, at, (1, 100), actor=parties.provider)
        assert detail_of(parties, charge).reductions[0].reduced_by == parties.provider.person_id
        assert notices(parties.buyer)[-1] == f"£1.20 taken off charge {charge}"
        assert notices(parties.provider) == []
        for actor in (parties.buyer, other):
            with pytest.raises(NotFound):
                take(charge, at, (1, 100), actor=actor)


def test_a_charge_that_was_queried_or_accepted_stays_so_and_is_invoiced_for_what_is_left(
    app: Flask, at: datetime
) -> None:
    with transaction():
        parties = make_parties(at, with_details=False)
        queried, accepted = make_charge(parties, at), make_charge(parties, at, line(10_000, 2), line(5_000))
        actions.query_charge(reference=queried, question="Why?", actor=parties.buyer, at=at)
        assert actions.accept_charge(reference=accepted, actor=parties.buyer, at=at) is None
        take(queried, at, (1, 1))
        take(accepted, at, (1, 5_000), (2, 5_000))
        assert detail_of(parties, queried).charge.state is ChargeState.QUERIED
        assert detail_of(parties, accepted).charge.state is ChargeState.ACCEPTED
        assert make_finance_details(parties.provider, at) == 1
        (invoice,) = queries.list_invoices(parties.buyer.trust)
        assert (invoice.net, invoice.vat, invoice.gross) == (Money(15_000), Money(3_000), Money(18_000))
        (only,) = queries.get_invoice_detail(parties.buyer.trust, invoice.reference).lines
        assert (only.position, only.quantity, only.net, only.taken_off) == (1, 2, Money(15_000), Money(5_000))
        assert check_ledger() == []


def test_a_line_with_vat_that_is_taken_off_altogether_no_longer_holds_up_the_invoice(app: Flask, at: datetime) -> None:
    with transaction():
        parties = make_parties(at, with_details=False)
        charge = make_charge(parties, at, line(10_000), line(5_000, 1, VatTreatment.EXEMPT))
        actions.accept_charge(reference=charge, actor=parties.buyer, at=at)
        assert make_finance_details(parties.provider, at, vat_number=None) == 0
        take(charge, at, (1, 10_000))
        assert actions.issue_waiting(trust_id=parties.provider.trust, actor=None, at=at) == 1


def test_a_charge_of_which_nothing_is_left_is_withdrawn_and_not_owed(app: Flask, at: datetime) -> None:
    with transaction():
        parties = make_parties(at)
        charge = make_charge(parties, at, line(10_000), line(0))
        take(charge, at, (1, 4_000))
        assert take(charge, at + timedelta(days=1), (1, 6_000)) is None
        detail = detail_of(parties, charge)
        assert detail.charge.state is ChargeState.WITHDRAWN
        assert (detail.withdrawal_reason, detail.withdrawn_by) == (WHY, None)
        assert (detail.charge.net, len(detail.reductions)) == (Money(6_000), 1)
        totals = queries.total_charges(parties.buyer.trust, ChargesWanted(side=Side.OWE))
        assert (totals.count, totals.gross, totals.outstanding) == (1, Money(0), Money(0))
        assert notices(parties.buyer)[-1] == f"Charge {charge} from Trust 90001 was withdrawn"
        assert notices(parties.provider)[-1] == f"Charge {charge} was withdrawn: nothing is left of it"
        with pytest.raises(ChargeRefused, match="has been withdrawn"):
            take(charge, at, (1, 1))
        assert check_ledger() == []


def test_once_invoiced_a_credit_note_of_nobodys_hand_takes_it_off(app: Flask, at: datetime) -> None:
    with transaction():
        parties = make_parties(at)
        charge = make_charge(parties, at, line(10_000), line(5_000))
        take(charge, at, (1, 2_500))
        invoice = actions.accept_charge(reference=charge, actor=parties.buyer, at=at) or ""
        note = take(charge, at, (1, 7_500), (2, 1)) or ""
        value = queries.get_credit_note(parties.buyer.trust, note)
        assert (value.invoice_reference, value.net, value.reason) == (invoice, Money(7_501), WHY)
        assert queries.get_invoice(parties.buyer.trust, invoice).outstanding == Money(4_999 + 1_000)
        (row,) = audit.list_about(parties.buyer.trust, [note])
        assert (row.verb, row.person_id) == ("charges.invoice_credited", None)
        with pytest.raises(ChargeRefused, match="all that is left of it"):
            take(charge, at, (1, 1))
        take(charge, at, (2, 4_999))
        assert queries.get_invoice(parties.buyer.trust, invoice).state is InvoiceState.CREDITED
        assert detail_of(parties, charge).charge.state is ChargeState.CREDITED
        assert check_ledger() == []


def test_while_a_payment_is_on_its_way_the_caller_is_told_to_wait_and_nothing_is_taken(
    app: Flask, at: datetime
) -> None:
    with transaction():
        parties = make_parties(at)
        charge = make_charge(parties, at)
        invoice = actions.accept_charge(reference=charge, actor=parties.buyer, at=at) or ""
        actions.mark_paying(invoice_reference=invoice, at=at)
        for amount in (1, 10_000, 10_001):
            with pytest.raises(CreditMustWait):
                take(charge, at, (1, amount))
        assert issubclass(CreditMustWait, InvoiceRefused)
        assert queries.get_invoice(parties.buyer.trust, invoice).credited == Money(0)
        actions.mark_unpaid(invoice_reference=invoice, at=at)
        assert take(charge, at, (1, 1)) is not None


def test_what_is_taken_off_a_paid_charge_is_owed_back(app: Flask, at: datetime) -> None:
    with transaction():
        parties = make_parties(at)
        invoice = make_invoice(parties, at)
        make_settlement(parties, invoice, at)
        charge = queries.get_invoice(parties.buyer.trust, invoice).charge_reference
        assert take(charge, at, (1, 10_000)) is not None
        value = queries.get_invoice(parties.buyer.trust, invoice)
        assert (value.state, value.outstanding) == (InvoiceState.SETTLED, Money(-12_000))
        with pytest.raises(ChargeRefused):
            take(charge, at, (1, 1))
        assert check_ledger() == []


@pytest.mark.parametrize("reason", ["", "  ", "x" * 2_001])
def test_taking_off_needs_a_reason(app: Flask, at: datetime, reason: str) -> None:
    with transaction():
        parties = make_parties(at)
        charge = make_charge(parties, at)
        with pytest.raises(ChargeRefused):
            actions.take_off_charge(reference=charge, amounts=[TakenOff(1, Money(1))], reason=reason, at=at, actor=None)


def test_a_rule_that_finds_too_little_left_tells_the_providers_finance_once_a_day_and_takes_nothing(
    app: Flask, at: datetime
) -> None:
    with transaction():
        parties = make_parties(at)
        charge = make_charge(parties, at)
        left = detail_of(parties, charge).charge.net
        for _ in range(2):
            asked = [TakenOff(1, left + Money(1))]
            assert actions.take_off_by_rule(reference=charge, amounts=asked, reason=WHY, at=at) is None
        assert detail_of(parties, charge).charge.net == left
        told = [each for each in notices(parties.provider) if "not given back" in each]
        assert told == [f"Part of charge {charge} was not given back"]
        actions.take_off_by_rule(reference=charge, amounts=[TakenOff(1, Money(1))], reason=WHY, at=at)
        assert detail_of(parties, charge).charge.net == left - Money(1)


@pytest.mark.parametrize("is_invoiced", [False, True])
def test_two_that_take_off_at_once_take_no_more_than_is_left(app: Flask, at: datetime, is_invoiced: bool) -> None:
    with transaction():
        parties = make_parties(at)
        charge = make_charge(parties, at)
        if is_invoiced:
            actions.accept_charge(reference=charge, actor=parties.buyer, at=at)
    raised = at_once(app, [lambda: take(charge, at, (1, 3_000))] * 6)
    assert sorted(type(each).__name__ for each in raised) == ["ChargeRefused"] * 3 + ["NoneType"] * 3
    with transaction(writing=False):
        detail = detail_of(parties, charge)
        assert len(detail.reductions) == (0 if is_invoiced else 3)
        assert check_ledger() == []


def test_taking_off_while_the_buyer_accepts_loses_nothing(app: Flask, at: datetime) -> None:
    with transaction():
        parties = make_parties(at)
        charge = make_charge(parties, at)

    def accept() -> None:
        actions.accept_charge(reference=charge, actor=parties.buyer, at=at)

    raised = at_once(app, [accept, *[lambda: take(charge, at, (1, 1_000))] * 5])
    assert raised == [None] * 6
    with transaction(writing=False):
        (invoice,) = queries.list_invoices(parties.buyer.trust)
        assert invoice.outstanding == Money(6_000)
        assert check_ledger() == []


steps = st.lists(st.one_of(st.just("invoice"), st.just("pay"), st.tuples(st.integers(1, 2), st.integers(0, 1_000))))
CHECKS = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


class Undo(Exception):
    """Ends an example, so that the next one finds the database as it was."""


@CHECKS
@given(
    first=st.builds(line, st.integers(1, 99_999), st.integers(1, 7)),
    second=st.builds(line, st.integers(1, 99_999), st.integers(1, 7), st.sampled_from(VatTreatment)),
    steps=steps,
)
def test_any_sequence_of_taking_off_before_and_after_the_invoice_leaves_the_working_on_what_is_left(
    app: Flask, at: datetime, first: object, second: object, steps: list[object]
) -> None:
    try:
        with transaction():
            parties = make_parties(at)
            charge = make_charge(parties, at, first, second)  # type: ignore[arg-type]
            prove(parties, charge, play(parties, charge, at, steps))
            raise Undo
    except Undo:
        pass


def play(parties: Parties, charge: str, at: datetime, steps: list[object]) -> dict[int, Money]:
    """Do each step that can be done; gives the net that ought to be left of each line."""
    left = {position: each.net for position, each in enumerate(detail_of(parties, charge).lines, start=1)}
    for step in steps:
        state = detail_of(parties, charge).charge.state
        if step == "invoice" and state is ChargeState.RAISED:
            actions.accept_charge(reference=charge, actor=parties.buyer, at=at)
        elif step == "pay" and state is ChargeState.INVOICED:
            make_settlement(parties, detail_of(parties, charge).charge.invoice_reference or "", at)
        elif isinstance(step, tuple):
            position, share = step
            net = left[position].pence * share // 1_000
            if net:
                take(charge, at, (position, net))
                left[position] -= Money(net)
    return left


def prove(parties: Parties, charge: str, left: dict[int, Money]) -> None:
    """What is owed is the net that is left of each line, with VAT on it half up, worked out here a second way."""
    detail = detail_of(parties, charge)
    rates = [each.vat_rate for each in detail.lines]
    net = Money.total(left.values())
    gross = net + Money.total(vat_on(left[position], rate) for position, rate in enumerate(rates, start=1))
    assert check_ledger() == []
    if detail.charge.invoice_reference is None:
        owed = detail.charge.gross if detail.charge.state is not ChargeState.WITHDRAWN else Money(0)
        assert owed == gross
        return
    invoice = queries.get_invoice_detail(parties.buyer.trust, detail.charge.invoice_reference)
    assert invoice.invoice.gross - invoice.invoice.credited == gross
    assert Money.total(each.left for each in invoice.lines) == net
    assert all(each.vat_left == vat_on(each.left, each.vat_rate) for each in invoice.lines)
