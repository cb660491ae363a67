"""Reading the register, and who belongs to which trust."""

from app.trusts.queries.deeds import list_told
from app.trusts.queries.invitations import find_invitation, get_invitation, list_invitations
from app.trusts.queries.members import (
    find_member,
    get_member,
    list_members,
    memberships_of,
    people_with,
)
from app.trusts.queries.operators import list_operators
from app.trusts.queries.register import (
    count_register,
    find_school_by_urn,
    find_trust_by_uid,
    get_trust,
    get_trust_by_uid,
    home_region,
    list_by_domain,
    list_points,
    list_schools,
    list_websites,
    names,
    schools_by_id,
    trusts_by_id,
)
from app.trusts.queries.requests import (
    count_for_operator,
    count_waiting,
    find_waiting,
    get_request,
    list_for_operator,
    list_requests_by,
    list_waiting,
)
from app.trusts.queries.schools import search_schools
from app.trusts.queries.search import search_register

__all__ = [
    "count_for_operator",
    "count_register",
    "count_waiting",
    "find_invitation",
    "find_member",
    "find_school_by_urn",
    "find_trust_by_uid",
    "find_waiting",
    "get_invitation",
    "get_member",
    "get_request",
    "get_trust",
    "get_trust_by_uid",
    "home_region",
    "list_by_domain",
    "list_for_operator",
    "list_invitations",
    "list_members",
    "list_operators",
    "list_points",
    "list_requests_by",
    "list_schools",
    "list_told",
    "list_waiting",
    "list_websites",
    "memberships_of",
    "names",
    "people_with",
    "schools_by_id",
    "search_register",
    "search_schools",
    "trusts_by_id",
]
