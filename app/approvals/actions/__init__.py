"""Asking for approval, deciding, and keeping the scheme that says who decides."""

from app.approvals.actions.asking import ask, cancel, lapse
from app.approvals.actions.deciding import approve, decline
from app.approvals.actions.quotes import record_quote, remove_quote
from app.approvals.actions.schemes import appoint, end_post, make_scheme

__all__ = [
    "appoint",
    "approve",
    "ask",
    "cancel",
    "decline",
    "end_post",
    "lapse",
    "make_scheme",
    "record_quote",
    "remove_quote",
]
