"""What is done with accounts: beginning one, proving who one is, changing and erasing it."""

from app.people.actions.accounts import (
    NoSuchAccount,
    WrongPassword,
    change_name,
    change_password,
    erase_person,
    erase_unconfirmed,
    make_operator,
    request_reset,
    set_password,
)
from app.people.actions.attempts import TooManyAttempts, erase_attempts
from app.people.actions.links import LinkNotUsable, erase_links
from app.people.actions.registering import (
    AccountExists,
    NotTheRegistered,
    add_confirmed_person,
    add_person,
    confirm_email,
    create_account,
)
from app.people.actions.sessions import (
    NotSignedIn,
    end_all_sessions,
    end_session,
    erase_sessions,
    is_due_to_note,
    note_seen,
    sign_in,
    start_session,
)

__all__ = [
    "AccountExists",
    "LinkNotUsable",
    "NoSuchAccount",
    "NotSignedIn",
    "NotTheRegistered",
    "TooManyAttempts",
    "WrongPassword",
    "add_confirmed_person",
    "add_person",
    "change_name",
    "change_password",
    "confirm_email",
    "create_account",
    "end_all_sessions",
    "end_session",
    "erase_attempts",
    "erase_links",
    "erase_person",
    "erase_sessions",
    "erase_unconfirmed",
    "is_due_to_note",
    "make_operator",
    "note_seen",
    "request_reset",
    "set_password",
    "sign_in",
    "start_session",
]
