"""What a trust tells Stripe before it can be paid."""

from __future__ import annotations

import re

from app.sandbox.stripe import accounts, events
from app.sandbox.stripe.errors import Document
from app.sandbox.stripe.work import Work

REQUIREMENTS_EVENT = "v2.core.account[requirements].updated"


def check_answers(typed: Document) -> dict[str, str]:
    """What is wrong with what was typed, by field; empty when nothing is."""
    wrong: dict[str, str] = {}
    if not typed.get("legal_name", "").strip():
        wrong["legal_name"] = "Enter the legal name of the trust"
    if not re.fullmatch(r"([0-9]{2}|[A-Z]{2})[0-9]{6}", _plain(typed, "company_number").upper()):
        wrong["company_number"] = "Enter a company number of 8 characters, like 07654321"
    if not re.fullmatch(r"[0-9]{6}", _plain(typed, "sort_code")):
        wrong["sort_code"] = "Enter a sort code of 6 digits, like 20-00-00"
    if not re.fullmatch(r"[0-9]{8}", _plain(typed, "account_number")):
        wrong["account_number"] = "Enter an account number of 8 digits, like 55779911"
    return wrong


def _plain(typed: Document, name: str) -> str:
    return re.sub(r"[\s-]", "", str(typed.get(name, "")))


def complete(work: Work, link: Document, typed: Document) -> Document:
    """Take checked answers: the account may now be paid, and the link is used up."""
    account = onboard(work, link["account"], typed)
    work.records.save({**link, "used": True})
    return account


def onboard(work: Work, account_id: str, typed: Document) -> Document:
    """Store the answers, clear the requirements and make the capability active."""
    account = work.get("account", account_id)
    identity = account["identity"] or {}
    details = {
        **identity.get("business_details", {}),
        "registered_name": typed["legal_name"].strip(),
        "id_numbers": [{"registrar": None, "type": "gb_crn"}],
    }
    account["identity"] = {**identity, "business_details": details}
    account["_bank"] = "ending " + _plain(typed, "account_number")[-4:]
    account["_due"] = []
    work.records.save(account)
    events.emit(work, REQUIREMENTS_EVENT, account_id)
    return accounts.set_capability(work, account_id, "active")
