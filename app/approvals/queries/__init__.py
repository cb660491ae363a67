"""Reading schemes of delegation and approvals."""

from app.approvals.queries.approvals import (
    count_awaiting,
    count_in_tab,
    decides_about,
    get_approval,
    get_own,
    list_awaiting,
    list_in_tab,
    rulings_on,
)
from app.approvals.queries.schemes import (
    approvers_of,
    holdings,
    last_number,
    list_post_holders,
    list_versions,
    preview,
    scheme_on,
)

__all__ = [
    "approvers_of",
    "count_awaiting",
    "count_in_tab",
    "decides_about",
    "get_approval",
    "get_own",
    "holdings",
    "last_number",
    "list_awaiting",
    "list_in_tab",
    "list_post_holders",
    "list_versions",
    "preview",
    "rulings_on",
    "scheme_on",
]
