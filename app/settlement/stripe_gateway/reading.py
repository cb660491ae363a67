"""From Stripe's objects to the house's words."""

from datetime import UTC, datetime, timedelta
from typing import Any

from app.settlement.values import (
    AccountSeen,
    Arrival,
    BalanceRow,
    Capability,
    Instructions,
    PaymentSeen,
    PaymentStatus,
    TransferSeen,
)

PENCE = "gbp"


def account_seen(account: Any) -> AccountSeen:
    """An account that was read with its recipient configuration and its requirements."""
    recipient = account.configuration.recipient if account.configuration else None
    balance = recipient.capabilities.stripe_balance if recipient and recipient.capabilities else None
    transfers = balance.stripe_transfers if balance else None
    entries = account.requirements.entries if account.requirements else None
    return AccountSeen(
        account_id=account.id,
        trust_uid=_metadata(account).get("trust_uid", ""),
        transfers=_capability(transfers.status if transfers else "unrequested"),
        open_questions=len([each for each in entries or [] if each.awaiting_action_from == "user"]),
    )


def _capability(status: str) -> Capability:
    # "unsupported" is Stripe's word for one that it will not give; the trust can do nothing but ask.
    return Capability(status) if status in set(Capability) else Capability.RESTRICTED


def payment_seen(intent: Any) -> PaymentSeen:
    """A payment that was read with its charge and that charge's balance transaction."""
    action = getattr(intent, "next_action", None)
    shown = getattr(action, "display_bank_transfer_instructions", None) if action else None
    succeeded = intent.status == "succeeded"
    arrived = intent.amount_received if succeeded else intent.amount - shown.amount_remaining if shown else 0
    return PaymentSeen(
        payment_id=intent.id,
        run=_metadata(intent).get("run", ""),
        leg_id=_leg_id(intent),
        status=_status(intent.status),
        amount_pence=intent.amount,
        arrived_pence=arrived,
        instructions=_instructions(shown) if shown else None,
        arrival=_arrival(intent.latest_charge) if succeeded else None,
    )


def _status(word: str) -> PaymentStatus:
    if word == "succeeded":
        return PaymentStatus.SUCCEEDED
    return PaymentStatus.CANCELLED if word == "canceled" else PaymentStatus.WAITING


def _instructions(shown: Any) -> Instructions | None:
    accounts = [each.sort_code for each in shown.financial_addresses or [] if each.type == "sort_code"]
    if not accounts:
        return None
    return Instructions(
        account_name=accounts[0].account_holder_name,
        sort_code=accounts[0].sort_code,
        account_number=accounts[0].account_number,
        reference=shown.reference or "",
        page=shown.hosted_instructions_url,
    )


def _arrival(charge: Any) -> Arrival | None:
    row = getattr(charge, "balance_transaction", None)
    if row is None or isinstance(row, str):
        return None
    return Arrival(
        transaction_id=row.id,
        amount_pence=row.amount,
        fee_pence=row.fee,
        is_available=row.status == "available",
        available_in=max(datetime.fromtimestamp(row.available_on, UTC) - datetime.now(UTC), timedelta(0)),
    )


def transfer_seen(transfer: Any) -> TransferSeen:
    """A transfer."""
    return TransferSeen(
        transfer_id=transfer.id,
        run=_metadata(transfer).get("run", ""),
        leg_id=_leg_id(transfer),
        transaction_id=_id(transfer.balance_transaction),
        account_id=_id(transfer.destination),
        amount_pence=transfer.amount,
        reversed_pence=transfer.amount_reversed,
    )


def balance_row(row: Any) -> BalanceRow:
    """One change of the platform's balance."""
    return BalanceRow(
        transaction_id=row.id,
        kind=row.type,
        amount_pence=row.amount,
        fee_pence=row.fee,
        net_pence=row.net,
        source_id=_id(row.source) if row.source else None,
    )


def pounds_of(amounts: Any) -> int:
    """The pence of a balance's list of amounts by currency."""
    return sum(each.amount for each in amounts or [] if each.currency == PENCE)


def _leg_id(thing: Any) -> int | None:
    text = _metadata(thing).get("leg", "")
    return int(text) if text.isascii() and text.isdigit() else None


def _metadata(thing: Any) -> dict[str, str]:
    return thing.metadata.to_dict() if thing.metadata else {}


def _id(thing: Any) -> str:
    return str(thing if isinstance(thing, str) else thing.id)
