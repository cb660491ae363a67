"""Connected accounts (Accounts v2): one for each trust, which pays and is paid."""

from __future__ import annotations

from app.sandbox.stripe import events
from app.sandbox.stripe.errors import Document, Refusal, invalid_parameter, missing_parameter
from app.sandbox.stripe.lists import check_limit
from app.sandbox.stripe.parameters import Kind, Spec
from app.sandbox.stripe.store import new_id
from app.sandbox.stripe.work import Work, iso, shown

CAPABILITY = "stripe_balance.stripe_transfers"
CAPABILITY_EVENT = "v2.core.account[configuration.recipient].capability_status_updated"
STATUSES = ("active", "pending", "restricted")
CONFIGURATIONS = ("customer", "merchant", "recipient")
PARTS = ("configuration.customer", "configuration.recipient", "defaults", "identity")
INCLUDABLE = (*PARTS, "requirements")
DASHBOARDS = ("express", "full", "none")
ENTITIES = ("company", "government_entity", "individual", "non_profit")

GET: Spec = {"include": Kind.TEXTS}
LIST: Spec = {
    "applied_configurations": Kind.TEXTS,
    "closed": Kind.FLAG,
    "limit": Kind.INTEGER,
    "page": Kind.TEXT,
}
CREATE: Spec = {
    "contact_email": Kind.TEXT,
    "dashboard": Kind.TEXT,
    "display_name": Kind.TEXT,
    "include": Kind.TEXTS,
    "metadata": Kind.METADATA,
    "configuration": {
        "customer": {},
        "recipient": {"capabilities": {"stripe_balance": {"stripe_transfers": {"requested": Kind.FLAG}}}},
    },
    "defaults": {
        "currency": Kind.TEXT,
        "responsibilities": {"fees_collector": Kind.TEXT, "losses_collector": Kind.TEXT},
    },
    "identity": {
        "business_details": {"registered_name": Kind.TEXT},
        "country": Kind.TEXT,
        "entity_type": Kind.TEXT,
    },
}


def create_account(work: Work, params: Document) -> Document:
    """POST /v2/core/accounts."""
    check_account(params)
    configuration = params.get("configuration", {})
    account: Document = {
        "id": new_id("acct_", 16),
        "object": "v2.core.account",
        "applied_configurations": sorted(configuration),
        "closed": False,
        "contact_email": params.get("contact_email"),
        "created": iso(work.now),
        "dashboard": params.get("dashboard"),
        "display_name": params.get("display_name"),
        "livemode": False,
        "metadata": params.get("metadata", {}),
        "configuration": _configuration(configuration),
        "defaults": params.get("defaults"),
        "identity": params.get("identity"),
        "_due": ["identity.business_details.id_numbers", "bank_account"],
    }
    return render(work.records.add("account", account), params.get("include", []))


def check_account(params: Document) -> None:
    """Raise `Refusal` where Stripe would not open such an account."""
    check_include(params)
    identity = params.get("identity", {})
    _check_word(params, "dashboard", DASHBOARDS)
    _check_word(identity, "entity_type", ENTITIES, "identity.entity_type")
    if "recipient" in params.get("configuration", {}):
        for name, holder in (("contact_email", params), ("country", identity)):
            if name not in holder:
                raise missing_parameter(name if holder is params else f"identity.{name}")
    losses = params.get("defaults", {}).get("responsibilities", {}).get("losses_collector")
    if params.get("dashboard") == "express" and losses == "stripe":
        raise invalid_parameter(
            "defaults.responsibilities.losses_collector",
            "With the express dashboard and only transfers, losses_collector is application.",
        )


def _check_word(holder: Document, name: str, allowed: tuple[str, ...], path: str | None = None) -> None:
    if name in holder and holder[name] not in allowed:
        raise invalid_parameter(path or name, f"Invalid {path or name}: must be one of {', '.join(allowed)}")


def check_include(params: Document) -> None:
    """Raise `Refusal` for a part that no account has."""
    for part in params.get("include", []):
        if part not in INCLUDABLE:
            raise invalid_parameter("include", f"Invalid include: {part}")


def _configuration(asked: Document) -> Document:
    configuration: Document = {"customer": None, "merchant": None, "recipient": None}
    if "customer" in asked:
        configuration["customer"] = {"applied": True, "capabilities": None}
    if "recipient" in asked:
        balance = asked["recipient"].get("capabilities", {}).get("stripe_balance", {})
        requested = balance.get("stripe_transfers", {}).get("requested", False)
        transfers = _capability("restricted") if requested else None
        capabilities = {"stripe_balance": {"stripe_transfers": transfers}}
        configuration["recipient"] = {"applied": True, "capabilities": capabilities}
    return configuration


def _capability(status: str) -> Document:
    detail = {
        "active": [],
        "pending": [{"code": "determining_status", "resolution": "no_resolution"}],
        "restricted": [{"code": "requirements_past_due", "resolution": "provide_info"}],
    }
    return {"status": status, "status_details": detail[status]}


def capability_status(account: Document) -> str:
    """How far the account may be paid: active, pending, restricted or unrequested."""
    recipient = (account["configuration"] or {}).get("recipient") or {}
    balance = recipient.get("capabilities", {}).get("stripe_balance", {})
    return str((balance.get("stripe_transfers") or {}).get("status", "unrequested"))


def set_capability(work: Work, account_id: str, status: str) -> Document:
    """Play Stripe's decision on whether the account may be paid, and tell of it."""
    account = work.get("account", account_id)
    before = capability_status(account)
    if status not in STATUSES or before == "unrequested":
        raise Refusal("The capability has not been requested, or there is no such status")
    balance = account["configuration"]["recipient"]["capabilities"]["stripe_balance"]
    balance["stripe_transfers"] = _capability(status)
    work.records.save(account)
    if before != status:
        events.emit(work, CAPABILITY_EVENT, account_id, {"updated_capability": CAPABILITY})
    return account


def render(account: Document, include: list[str]) -> Document:
    """The account as the API shows it: parts that were not asked for are null."""
    body = shown(account)
    for part in ("configuration", "defaults", "identity"):
        body[part] = account[part] if part in include else None
    wanted = [name.partition(".")[2] for name in include if name.startswith("configuration.")]
    if wanted:
        held = account["configuration"]
        body["configuration"] = {name: held[name] if name in wanted else None for name in held}
    body["future_requirements"] = None
    body["requirements"] = requirements(account) if "requirements" in include else None
    return body


def requirements(account: Document) -> Document:
    """What Stripe still wants to know before it pays the account."""
    deadline = {"status": "currently_due"}
    impact = {
        "restricts_capabilities": [{"capability": CAPABILITY, "configuration": "recipient", "deadline": deadline}]
    }
    entries = [
        {
            "awaiting_action_from": "user",
            "description": due,
            "errors": [],
            "impact": impact,
            "minimum_deadline": deadline,
            "reference": None,
            "requested_reasons": [{"code": "routine_onboarding"}],
        }
        for due in account["_due"]
    ]
    summary = {"minimum_deadline": {**deadline, "time": None} if entries else None}
    return {"alternatives": None, "entries": entries, "summary": summary}


def get_account(work: Work, params: Document, account_id: str) -> Document:
    """GET /v2/core/accounts/{id}."""
    check_include(params)
    account = work.get("account", account_id, status=404)
    return render(account, params.get("include", []))


def list_accounts(work: Work, params: Document) -> Document:
    """GET /v2/core/accounts, newest first; `page` is where the next page begins."""
    limit = check_limit(params, 20)
    where: dict[str, object] = {}
    if "page" in params:
        where["seq < coalesce((SELECT seq FROM record AS last WHERE last.id = ?), 0)"] = params["page"]
    for name in params.get("applied_configurations", []):
        if name not in CONFIGURATIONS:
            raise invalid_parameter("applied_configurations", f"Invalid configuration: {name}")
        where[f"json_extract(body, '$.configuration.{name}') IS NOT ?"] = None
    found = work.records.select("account", where, limit=limit + 1)
    page = [] if params.get("closed") else found[:limit]
    more = len(found) > limit and bool(page)
    following = f"/v2/core/accounts?limit={limit}&page={page[-1]['id']}" if more else None
    return {
        "data": [render(account, []) for account in page],
        "next_page_url": following,
    }
