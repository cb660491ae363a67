"""The words of membership: permissions, roles, and where a request or an invitation stands."""

from enum import StrEnum


class Permission(StrEnum):
    """One thing that a person may do for a trust."""

    VIEW_TRUST = "view_trust"
    MANAGE_TRUST = "manage_trust"
    MANAGE_SCHEME = "manage_scheme"
    BUY = "buy"
    APPROVE = "approve"
    PUBLISH = "publish"
    FULFIL = "fulfil"
    POST_SECONDMENTS = "post_secondments"
    POST_CPD = "post_cpd"
    BOOK_CPD = "book_cpd"
    RUN_PROCUREMENT = "run_procurement"
    VIEW_CONTRACTS = "view_contracts"
    KEEP_CONTRACTS = "keep_contracts"
    MANAGE_FINANCE = "manage_finance"
    VIEW_MONEY = "view_money"
    VIEW_AUDIT = "view_audit"


class Role(StrEnum):
    """What a person is for a trust. What each may do is `rules.permissions_of`'s to say."""

    ADMINISTRATOR = "administrator"
    BUYER = "buyer"
    APPROVER = "approver"
    PROVIDER = "provider"
    HR_LEAD = "hr_lead"
    CPD_LEAD = "cpd_lead"
    PROCUREMENT_LEAD = "procurement_lead"
    FINANCE = "finance"

    @property
    def label(self) -> str:
        """As people write it."""
        return {
            Role.ADMINISTRATOR: "Administrator",
            Role.BUYER: "Buyer",
            Role.APPROVER: "Approver",
            Role.PROVIDER: "Provider",
            Role.HR_LEAD: "HR lead",
            Role.CPD_LEAD: "CPD lead",
            Role.PROCUREMENT_LEAD: "Procurement lead",
            Role.FINANCE: "Finance",
        }[self]

    @property
    def allows(self) -> str:
        """One plain sentence of what the role allows, shown wherever roles are given."""
        return {
            Role.ADMINISTRATOR: "Lets people in, gives roles, sets the scheme of delegation and reads the audit trail.",
            Role.BUYER: "Orders services for the schools, books places on courses and keeps the contract register.",
            Role.APPROVER: "Decides what the scheme of delegation sends to them, and signs participation agreements.",
            Role.PROVIDER: "Publishes the trust's services and answers the orders that come in.",
            Role.HR_LEAD: "Offers and asks for secondments of staff, and agrees and follows them.",
            Role.CPD_LEAD: "Publishes and runs the trust's courses, and books places on any trust's.",
            Role.PROCUREMENT_LEAD: "Leads joint rounds, joins those of others, calls off deals and keeps contracts.",
            Role.FINANCE: "Keeps finance details and contracts, accepts charges, pays invoices and reads the ledger.",
        }[self]


class RequestState(StrEnum):
    """Where a request to join a trust stands."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class InvitationState(StrEnum):
    """Where an invitation stands. One past its last day is still `waiting`: the day says the rest."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"
