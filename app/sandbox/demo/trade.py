"""Plays the demo's orders, each as far as it has come: ordered, approved, agreed, invoiced, paid."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar

from app.approvals import actions as approvals
from app.approvals import queries as approval_queries
from app.charges import actions as charges
from app.charges import queries as charge_queries
from app.charges.values import CreditAsked
from app.kernel.actor import Actor
from app.kernel.money import Money
from app.people import queries as people
from app.sandbox.demo.bank import Bank
from app.sandbox.demo.content import WrittenCredit, WrittenListing, WrittenOrder, content
from app.sandbox.demo.stage import Stage, acting, holder
from app.services import actions as services
from app.services import queries as service_queries
from app.services import rules
from app.services.values import Choice, OrderState
from app.settlement import actions as settlement
from app.settlement import queries as settlement_queries
from app.trusts import queries as trusts
from app.trusts.values import Role

Answer = TypeVar("Answer")
INVOICED = {"invoiced_unpaid", "payment_started", "paid"}
AGREED = {"agreed", "charge_queried", *INVOICED}


@dataclass
class Trade:
    """One order and what has become of it."""

    stage: Stage
    bank: Bank
    order: WrittenOrder
    listing: WrittenListing
    listing_reference: str
    reference: str = ""

    def play(self) -> None:
        """Go as far as the order's outcome says."""
        self.reference = self._step(0, self._place)
        if self.order.outcome == "withdrawn":
            self._step(1, self._withdraw)
        elif self.order.outcome != "awaiting_approval":
            self._step(1, self._approve)
        if self.order.outcome == "provider_declined":
            self._step(3, self._refuse)
        if self.order.outcome in AGREED:
            self._step(3, self._accept)
            self._charge()

    def _charge(self) -> None:
        charge = self._step(3, self._find_charge)
        if self.order.outcome == "charge_queried":
            self._step(5, lambda at: self._query_charge(charge, at))
        if self.order.outcome in INVOICED:
            invoice = self._step(5, lambda at: self._accept_charge(charge, at))
            if self.order.outcome != "invoiced_unpaid":
                self._pay(invoice)

    def _pay(self, invoice: str) -> None:
        run = self._step(8, lambda at: self._start_payment(invoice, at))
        if self.order.outcome != "paid":
            return
        self.bank.arrive(self._step(8, lambda _: self._payment_at_stripe(run)))
        self.bank.make_available()
        for hours in (1, 2, 3):
            self.stage.catch_up(self._moment(9, hours=hours))
        if self.order.credit is not None:
            self._credit(invoice, self.order.credit)

    def _place(self, at: datetime) -> str:
        buyer = self._actor(self.order.ordered_by)
        schools = {school.urn: school.id for school in trusts.list_schools(buyer.trust, at.date())}
        choice = Choice(
            school_ids=tuple(schools[urn] for urn in self.order.urns),
            start_date=first_of_month(at.date(), self.order.start_offset_months),
            years=self.order.years,
            po_number=self.order.po_number,
        )
        token = services.keep_draft(reference=self.listing_reference, choice=choice, actor=buyer, at=at)
        asking = service_queries.asking_for(
            trust_id=buyer.trust, reference=self.listing_reference, choice=choice, at=at
        )
        return services.place_order(token=token, seen=rules.write_seen(asking.offer), actor=buyer, at=at)

    def _withdraw(self, at: datetime) -> None:
        actor = self._actor(self.order.by or self.order.ordered_by)
        services.withdraw_order(reference=self.reference, reason=self.order.reason, actor=actor, at=at)

    def _approve(self, at: datetime) -> None:
        buyer = trusts.get_trust_by_uid(self.order.buyer)
        order = service_queries.get_order(buyer.id, self.reference)
        if order.state is not OrderState.AWAITING_APPROVAL or order.approval_reference is None:
            return
        approval = approval_queries.get_approval(order.approval_reference)
        decider = self._decider(buyer.id, approval.reference)
        if self.order.outcome == "approval_declined":
            approvals.decline(reference=approval.reference, reason=self.order.reason, actor=decider, at=at)
        else:
            approvals.approve(reference=approval.reference, reason="", waiver_reason="", actor=decider, at=at)

    def _decider(self, buyer_id: int, approval: str) -> Actor:
        waiting = approval_queries.rulings_on(buyer_id, [approval_queries.get_approval(approval)])
        person = people.get_person(min(waiting[approval].deciders))
        return self._actor(self.order.by or person.email)

    def _refuse(self, at: datetime) -> None:
        services.decline_order(reference=self.reference, reason=self.order.reason, actor=self._provider(), at=at)

    def _accept(self, at: datetime) -> None:
        services.accept_order(reference=self.reference, actor=self._provider(), at=at)

    def _find_charge(self, _at: datetime) -> str:
        buyer = trusts.get_trust_by_uid(self.order.buyer)
        agreement = service_queries.get_order(buyer.id, self.reference).agreement_reference
        assert agreement is not None
        return charge_queries.list_charges_about(buyer.id, [agreement])[0].reference

    def _query_charge(self, charge: str, at: datetime) -> None:
        actor = self._actor(self.order.by)
        charges.query_charge(reference=charge, question=self.order.reason, actor=actor, at=at)

    def _accept_charge(self, charge: str, at: datetime) -> str:
        invoice = charges.accept_charge(reference=charge, actor=self._payer(), at=at)
        assert invoice is not None, f"{self.order.key}: a trust's finance details are missing"
        return invoice

    def _start_payment(self, invoice: str, at: datetime) -> str:
        return settlement.pay_invoice(invoice_reference=invoice, actor=self._payer(), at=at)

    def _payment_at_stripe(self, run: str) -> str:
        payer = self._payer()
        payment = settlement_queries.get_run_detail(payer.trust, run).pay.stripe_id
        assert payment is not None, f"{self.order.key}: the payment was not begun at Stripe"
        return payment

    def _credit(self, invoice: str, credit: WrittenCredit) -> None:
        asked = [CreditAsked(position=1, net=Money(credit.net_pence))]
        self.stage.play(
            self.stage.days_ago(credit.days_ago),
            lambda at: charges.credit_invoice(
                reference=invoice,
                lines=asked,
                reason=credit.reason,
                actor=acting(holder(self.listing.trust, Role.FINANCE), self.listing.trust),
                at=at,
            ),
        )

    def _payer(self) -> Actor:
        return self._actor(holder(self.order.buyer, Role.FINANCE))

    def _provider(self) -> Actor:
        return acting(self.listing.author, self.listing.trust)

    def _actor(self, email: str) -> Actor:
        return acting(email, self.order.buyer)

    def _step(self, days_on: int, step: Callable[[datetime], Answer]) -> Answer:
        return self.stage.play(self._moment(days_on), step)

    def _moment(self, days_on: int, *, hours: int = 0) -> datetime:
        return self.stage.days_ago(self.order.ordered_days_ago - days_on, hours=hours + 1)


def first_of_month(day: date, months_on: int) -> date:
    """The first of the month that is some months after a day's; a week on, where that is past already."""
    months = day.year * 12 + day.month - 1 + months_on
    return max(date(months // 12, months % 12 + 1, 1), day + timedelta(days=7))


def load_trade(
    stage: Stage, bank: Bank, references: dict[str, str], *, before: Callable[[datetime], None]
) -> Iterator[str]:
    """Play the orders from the oldest on, and `before` each what happened until then; gives the key of each."""
    listings = {listing.key: listing for listing in content().listings}
    for order in content().orders:
        before(stage.days_ago(order.ordered_days_ago))
        Trade(stage, bank, order, listings[order.listing], references[order.listing]).play()
        yield order.key
