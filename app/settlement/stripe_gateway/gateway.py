"""The calls that the site makes to Stripe, version 2026-10-28.endive."""

from collections.abc import Iterable, Iterator, Set
from itertools import takewhile

import stripe

from app.settlement.stripe_gateway.errors import BadEvent, GatewayRefused, SavedFailure, in_our_words
from app.settlement.stripe_gateway.reading import (
    PENCE,
    account_seen,
    balance_row,
    payment_seen,
    pounds_of,
    transfer_seen,
)
from app.settlement.values import (
    AccountAsked,
    AccountSeen,
    Balance,
    BalanceRow,
    EventSeen,
    PaymentAsked,
    PaymentSeen,
    PaymentStatus,
    TransferAsked,
    TransferSeen,
)
from config import STRIPE

TIMEOUT_SECONDS = 20.0
RETRIES = 2
PAGE = 100
ARRIVAL = ["latest_charge.balance_transaction"]


class StripeGateway:
    """Stripe, at an address, under a key. Every method may raise a GatewayError."""

    def __init__(self, *, key: str, base: str, webhook_secret: str, timeout: float = TIMEOUT_SECONDS) -> None:
        stripe.enable_telemetry = False
        self._webhook_secret = webhook_secret
        self._client = stripe.StripeClient(
            key,
            base_addresses=_everywhere(base.rstrip("/")),
            max_network_retries=RETRIES,
            http_client=stripe.RequestsClient(timeout=timeout),
        )

    def open_account(self, asked: AccountAsked) -> AccountSeen:
        """Open a trust's account, with which it pays and is paid. The same key opens it once."""
        with in_our_words():
            account = self._client.v2.core.accounts.create(
                {
                    "contact_email": asked.contact_email,
                    "display_name": asked.name,
                    "dashboard": "express",
                    "identity": {
                        "country": "gb",
                        "entity_type": "company",
                        "business_details": {"registered_name": asked.name},
                    },
                    "configuration": {
                        "customer": {},
                        "recipient": {"capabilities": {"stripe_balance": {"stripe_transfers": {"requested": True}}}},
                    },
                    "defaults": {
                        "currency": PENCE,
                        "responsibilities": {"fees_collector": "application", "losses_collector": "application"},
                    },
                    "metadata": {"trust_uid": asked.trust_uid},
                    "include": ["configuration.recipient", "requirements"],
                },
                {"idempotency_key": asked.key},
            )
        return account_seen(account)

    def read_account(self, account_id: str) -> AccountSeen:
        """An account as it is now."""
        with in_our_words():
            account = self._client.v2.core.accounts.retrieve(
                account_id, {"include": ["configuration.recipient", "requirements"]}
            )
        return account_seen(account)

    def account_link(self, account_id: str, *, refresh_url: str, return_url: str) -> str:
        """The address of Stripe's form for an account: for one use, within a few minutes."""
        with in_our_words():
            link = self._client.v2.core.account_links.create(
                {
                    "account": account_id,
                    "use_case": {
                        "type": "account_onboarding",
                        "account_onboarding": {
                            "refresh_url": refresh_url,
                            "return_url": return_url,
                            "collection_options": {"fields": "eventually_due"},
                        },
                    },
                }
            )
        return link.url

    def start_payment(self, asked: PaymentAsked) -> PaymentSeen:
        """Ask a trust for a bank transfer, or adopt what was asked before: one payment for a leg, whatever happens.

        Raises SavedFailure where Stripe keeps a failure under the key and there is no such payment:
        ask again under another key.
        """
        found = self.find_payment(asked.account_id, asked.run, asked.leg_id) if asked.looks_first else None
        if found is not None:
            return found
        try:
            return self._create_payment(asked)
        except SavedFailure:
            found = self.find_payment(asked.account_id, asked.run, asked.leg_id)
            if found is None:
                raise
            return found

    def _create_payment(self, asked: PaymentAsked) -> PaymentSeen:
        with in_our_words():
            intent = self._client.v1.payment_intents.create(
                {
                    "amount": asked.amount_pence,
                    "currency": PENCE,
                    "customer_account": asked.account_id,
                    "confirm": True,
                    "allowed_payment_method_types": ["customer_balance"],
                    "payment_method_data": {"type": "customer_balance"},
                    "payment_method_options": {
                        "customer_balance": {
                            "funding_type": "bank_transfer",
                            "bank_transfer": {"type": "gb_bank_transfer"},
                        }
                    },
                    "description": f"Trust Exchange {asked.run}",
                    "transfer_group": _group(asked.run),
                    "metadata": {"run": asked.run, "leg": str(asked.leg_id), "attempt": str(asked.attempt)},
                    "expand": ARRIVAL,
                },
                {"idempotency_key": asked.key},
            )
        return payment_seen(intent)

    def read_payment(self, payment_id: str) -> PaymentSeen:
        """A payment as it is now."""
        with in_our_words():
            return payment_seen(self._client.v1.payment_intents.retrieve(payment_id, {"expand": ARRIVAL}))

    def find_payment(self, account_id: str, run: str, leg_id: int) -> PaymentSeen | None:
        """The payment of a leg among those of the account that pays, if there is one; one not cancelled comes first."""
        with in_our_words():
            intents = self._client.v1.payment_intents.list({"customer_account": account_id, "limit": PAGE})
            mine = [each for each in intents.auto_paging_iter() if _is_of(each, run, leg_id)]
        mine.sort(key=lambda each: each.status == "canceled")
        return self.read_payment(mine[0].id) if mine else None

    def cancel_payment(self, payment_id: str) -> PaymentSeen:
        """Cancel a payment for which nothing has arrived; otherwise leave it. Returns it as it then is."""
        payment = self.read_payment(payment_id)
        if payment.status is not PaymentStatus.WAITING or payment.arrived_pence:
            return payment
        try:
            with in_our_words():
                self._client.v1.payment_intents.cancel(payment_id)
        except GatewayRefused as error:
            if error.code != "payment_intent_unexpected_state":
                raise
        return self.read_payment(payment_id)

    def send_transfer(self, asked: TransferAsked) -> TransferSeen:
        """Send money on to a trust, or adopt what was sent before: one transfer for a leg, whatever happens.

        Raises ShortOfFloat where the balance has too little available, GatewayRefused where the trust may
        not be paid, SavedFailure as `start_payment` does.
        """
        found = self.find_transfer(asked.run, asked.leg_id) if asked.looks_first else None
        if found is not None:
            return found
        try:
            return self._create_transfer(asked)
        except SavedFailure:
            found = self.find_transfer(asked.run, asked.leg_id)
            if found is None:
                raise
            return found

    def _create_transfer(self, asked: TransferAsked) -> TransferSeen:
        with in_our_words():
            transfer = self._client.v1.transfers.create(
                {
                    "amount": asked.amount_pence,
                    "currency": PENCE,
                    "destination": asked.account_id,
                    "description": f"Trust Exchange {asked.run}",
                    "transfer_group": _group(asked.run),
                    "metadata": {"run": asked.run, "leg": str(asked.leg_id), "attempt": str(asked.attempt)},
                },
                {"idempotency_key": asked.key},
            )
        return transfer_seen(transfer)

    def read_transfer(self, transfer_id: str) -> TransferSeen:
        """A transfer as it is now."""
        with in_our_words():
            return transfer_seen(self._client.v1.transfers.retrieve(transfer_id))

    def list_transfers(self, run: str) -> list[TransferSeen]:
        """Every transfer of a run, newest first."""
        with in_our_words():
            transfers = self._client.v1.transfers.list({"transfer_group": _group(run), "limit": PAGE})
            return [transfer_seen(each) for each in transfers.auto_paging_iter()]

    def find_transfer(self, run: str, leg_id: int) -> TransferSeen | None:
        """The transfer of a leg, if there is one."""
        return next((each for each in self.list_transfers(run) if each.leg_id == leg_id), None)

    def read_balance(self) -> Balance:
        """The platform's own balance now."""
        with in_our_words():
            balance = self._client.v1.balance.retrieve()
        return Balance(available_pence=pounds_of(balance.available), pending_pence=pounds_of(balance.pending))

    def list_balance_rows(self, kind: str | None = None) -> Iterator[BalanceRow]:
        """Every change of the platform's balance in pounds, or those of a kind, newest first, a page at a time."""
        with in_our_words():
            rows = self._client.v1.balance_transactions.list(
                {"limit": PAGE, "currency": PENCE, **({"type": kind} if kind else {})}
            )
            for row in rows.auto_paging_iter():
                yield balance_row(row)

    def list_new_rows(self, kinds: Iterable[str], booked: Set[str]) -> list[BalanceRow]:
        """The changes of the balance of some kinds that came after the last one booked, oldest first."""
        found: list[BalanceRow] = []
        for kind in kinds:
            found += takewhile(lambda row: row.transaction_id not in booked, self.list_balance_rows(kind))
        return found[::-1]

    def verify_event(self, raw: bytes, header: str | None) -> EventSeen:
        """The event in a raw body whose signature is Stripe's and at most five minutes old.

        Raises BadEvent, also where no secret is set: nothing can be told from a forgery then.
        """
        if not self._webhook_secret:
            raise BadEvent("STRIPE_WEBHOOK_SECRET is not set")
        try:
            event = self._client.parse_event_notification(raw, header, self._webhook_secret)
            related = getattr(event, "related_object", None)
            return EventSeen(event.id, event.type, getattr(related, "id", None))
        except (stripe.SignatureVerificationError, ValueError, KeyError, AttributeError, TypeError) as error:
            raise BadEvent(type(error).__name__) from error


def _everywhere(base: str) -> "stripe._base_address.BaseAddresses":
    if base == STRIPE:
        return {}
    return {"api": base, "connect": base, "files": base, "meter_events": base}


def _group(run: str) -> str:
    return f"settle:{run}"


def _is_of(thing: stripe.PaymentIntent, run: str, leg_id: int) -> bool:
    said = thing.metadata.to_dict() if thing.metadata else {}
    return (said.get("run"), said.get("leg")) == (run, str(leg_id))
