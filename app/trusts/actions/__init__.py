"""What is done to the register, and to who belongs to which trust."""

from app.trusts.actions.erasing import erase_old
from app.trusts.actions.invitations import (
    accept_invitation,
    accept_invitation_with_new_account,
    get_by_token,
    invite,
    withdraw_invitation,
)
from app.trusts.actions.joining import accept_join, ask_to_join, decline_join, withdraw_request
from app.trusts.actions.members import add_member, end_membership, set_roles
from app.trusts.actions.register import apply_register, import_register

__all__ = [
    "accept_invitation",
    "accept_invitation_with_new_account",
    "accept_join",
    "add_member",
    "apply_register",
    "ask_to_join",
    "decline_join",
    "end_membership",
    "erase_old",
    "get_by_token",
    "import_register",
    "invite",
    "set_roles",
    "withdraw_invitation",
    "withdraw_request",
]
