"""Reading services, orders and agreements."""

from app.services.queries.agreements import find_agreement, get_agreement, list_due_years
from app.services.queries.asking import asking_for, get_draft, may_ask
from app.services.queries.bindings import bindings_of, list_bindings
from app.services.queries.orders import (
    count_orders,
    count_to_answer,
    find_by_token,
    get_order,
    list_orders,
    list_unanswered,
)
from app.services.queries.services import (
    KIND,
    get_own,
    get_service,
    price_lines,
    published_references,
    schools_to_choose,
    services_by_reference,
    vat_registered,
)

__all__ = [
    "KIND",
    "asking_for",
    "bindings_of",
    "count_orders",
    "count_to_answer",
    "find_agreement",
    "find_by_token",
    "get_agreement",
    "get_draft",
    "get_order",
    "get_own",
    "get_service",
    "list_bindings",
    "list_due_years",
    "list_orders",
    "list_unanswered",
    "may_ask",
    "price_lines",
    "published_references",
    "schools_to_choose",
    "services_by_reference",
    "vat_registered",
]
