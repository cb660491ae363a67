"""Payment intents by UK bank transfer: asked for, part paid, paid, cancelled."""

from __future__ import annotations

import hashlib

from app.sandbox.stripe import cash, events
from app.sandbox.stripe.errors import Document, Refusal, invalid_parameter
from app.sandbox.stripe.lists import list_page
from app.sandbox.stripe.parameters import PAGE, Kind, Spec, require
from app.sandbox.stripe.store import new_id
from app.sandbox.stripe.work import Work, shown

MINIMUM = 30
MAXIMUM = 99_999_999
METHOD = "customer_balance"
OPEN = ("requires_confirmation", "requires_action")
REASONS = ("abandoned", "duplicate", "fraudulent", "requested_by_customer")

CREATE: Spec = {
    "allowed_payment_method_types": Kind.TEXTS,
    "amount": Kind.INTEGER,
    "confirm": Kind.FLAG,
    "currency": Kind.TEXT,
    "customer_account": Kind.TEXT,
    "description": Kind.TEXT,
    "expand": Kind.TEXTS,
    "metadata": Kind.METADATA,
    "payment_method_data": {"type": Kind.TEXT},
    "payment_method_options": {METHOD: {"bank_transfer": {"type": Kind.TEXT}, "funding_type": Kind.TEXT}},
    "payment_method_types": Kind.GONE,
    "transfer_group": Kind.TEXT,
}
GET: Spec = {"expand": Kind.TEXTS}
LIST: Spec = {**PAGE, "created": Kind.MOMENT, "customer_account": Kind.TEXT}
CANCEL: Spec = {"cancellation_reason": Kind.TEXT, "expand": Kind.TEXTS}


def check_amount(amount: int, *, minimum: int, maximum: int = MAXIMUM) -> None:
    """Raise `Refusal` for an amount in pence that Stripe does not move."""
    if amount < 1:
        raise invalid_parameter("amount", "This value must be greater than or equal to 1.", "parameter_invalid_integer")
    if amount < minimum:
        raise invalid_parameter("amount", f"Amount must be at least £{minimum / 100:.2f} gbp", "amount_too_small")
    if amount > maximum:
        raise invalid_parameter("amount", f"Amount must be no more than £{maximum / 100:,.2f}", "amount_too_large")


def check_currency(currency: str) -> None:
    """Raise `Refusal` for any currency but pounds."""
    if currency != "gbp":
        raise invalid_parameter("currency", f"Invalid currency: {currency}. This sandbox: gbp.")


def check_method(params: Document) -> None:
    """Raise `Refusal` unless this is a UK bank transfer into the customer's balance."""
    allowed = params.get("allowed_payment_method_types", [METHOD])
    if METHOD not in allowed:
        raise invalid_parameter("allowed_payment_method_types", "This sandbox plays customer_balance only.")
    if params.get("payment_method_data", {}).get("type") != METHOD:
        raise invalid_parameter("payment_method_data[type]", f"This must be {METHOD}.")
    options = params.get("payment_method_options", {}).get(METHOD, {})
    if options.get("funding_type") != "bank_transfer":
        raise invalid_parameter(f"payment_method_options[{METHOD}][funding_type]", "This must be bank_transfer.")
    if options.get("bank_transfer", {}).get("type") != "gb_bank_transfer":
        raise invalid_parameter(
            f"payment_method_options[{METHOD}][bank_transfer][type]",
            "This must be gb_bank_transfer.",
        )


def create_payment(work: Work, params: Document) -> Document:
    """POST /v1/payment_intents."""
    require(params, "amount", "currency", "customer_account")
    check_amount(params["amount"], minimum=MINIMUM)
    check_currency(params["currency"])
    check_method(params)
    account = work.get("account", params["customer_account"], param="customer_account")
    if "customer" not in account["applied_configurations"]:
        raise Refusal(
            "The account has no customer configuration, so it cannot pay.",
            param="customer_account",
        )
    payment = work.records.add("payment_intent", _new_payment(work, params))
    if params.get("confirm"):
        confirm(work, payment)
    return shown(payment)


def _new_payment(work: Work, params: Document) -> Document:
    payment_id = new_id("pi_")
    empty = (
        "application",
        "application_fee_amount",
        "automatic_payment_methods",
        "canceled_at",
        "cancellation_reason",
        "customer",
        "last_payment_error",
        "latest_charge",
        "next_action",
        "on_behalf_of",
        "processing",
        "receipt_email",
        "review",
        "setup_future_usage",
        "shipping",
        "source",
        "statement_descriptor",
        "statement_descriptor_suffix",
        "transfer_data",
    )
    return {
        "id": payment_id,
        "object": "payment_intent",
        **dict.fromkeys(empty),
        "allowed_payment_method_types": params.get("allowed_payment_method_types"),
        "amount": params["amount"],
        "amount_capturable": 0,
        "amount_received": 0,
        "capture_method": "automatic",
        "client_secret": new_id(f"{payment_id}_secret_"),
        "confirmation_method": "automatic",
        "created": work.created,
        "currency": params["currency"],
        "customer_account": params["customer_account"],
        "description": params.get("description"),
        "livemode": False,
        "metadata": params.get("metadata", {}),
        "payment_method": new_id("pm_"),
        "payment_method_options": params["payment_method_options"],
        "status": "requires_confirmation",
        "transfer_group": params.get("transfer_group"),
        "_received": 0,
    }


def confirm(work: Work, payment: Document) -> None:
    """Ask for the money; what the payer already has with Stripe is used first."""
    payment["status"] = "requires_action"
    payment["next_action"] = {
        "type": "display_bank_transfer_instructions",
        "display_bank_transfer_instructions": instructions(work, payment),
    }
    work.records.save(payment)
    cash.use(work, payment)


def instructions(work: Work, payment: Document) -> Document:
    """Where the payer sends the money, and with which reference."""
    digest = hashlib.sha256(payment["customer_account"].encode()).hexdigest()
    reference = hashlib.sha256(payment["id"].encode()).hexdigest()[:10].upper()
    address = {
        "city": "London",
        "country": "GB",
        "line1": "1 Sandbox Street",
        "line2": None,
        "postal_code": "ZZ99 1AA",
        "state": None,
    }
    return {
        "amount_remaining": payment["amount"] - payment["_received"],
        "currency": payment["currency"],
        "financial_addresses": [
            {
                "sort_code": {
                    "account_holder_address": address,
                    "account_holder_name": "Sandbox Payments Limited",
                    "account_number": f"{int(digest[:12], 16) % 10**8:08d}",
                    "bank_address": address,
                    "sort_code": "000000",
                },
                "supported_networks": ["bacs", "fps"],
                "type": "sort_code",
            }
        ],
        "hosted_instructions_url": f"{work.base_url}/sandbox/payments/{payment['id']}",
        "reference": f"{reference[:4]}-{reference[4:]}",
        "type": "gb_bank_transfer",
    }


def get_payment(work: Work, _params: Document, payment_id: str) -> Document:
    """GET /v1/payment_intents/{id}."""
    return shown(work.get("payment_intent", payment_id, param="intent", status=404))


def list_payments(work: Work, params: Document) -> Document:
    """GET /v1/payment_intents."""
    return list_page(work, "payment_intent", params, url="/v1/payment_intents", filters=("customer_account",))


def cancel_payment(work: Work, params: Document, payment_id: str) -> Document:
    """POST /v1/payment_intents/{id}/cancel; what had arrived stays the payer's."""
    reason = params.get("cancellation_reason")
    if reason is not None and reason not in REASONS:
        raise invalid_parameter("cancellation_reason", f"Invalid cancellation_reason: one of {', '.join(REASONS)}")
    payment = work.get("payment_intent", payment_id, param="intent", status=404)
    if payment["status"] not in OPEN:
        raise Refusal(
            f"You cannot cancel this PaymentIntent because it has a status of {payment['status']}.",
            code="payment_intent_unexpected_state",
        )
    arrived = payment["_received"]
    payment.update(
        status="canceled",
        canceled_at=work.created,
        cancellation_reason=reason,
        next_action=None,
        _received=0,
    )
    work.records.save(payment)
    events.emit(work, "v1.payment_intent.canceled", payment_id)
    cash.keep(work, payment["customer_account"], arrived)
    cash.reconcile(work, payment["customer_account"])
    return shown(payment)
