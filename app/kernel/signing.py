"""Signed links: addresses that prove what they say, for people without an account.

A link's token holds a few facts and the moment at which it runs out, signed with the site's secret
and its purpose: one made for one purpose is unreadable for any other. It is signed, not hidden:
whoever holds it can read the facts, so they are ids and plain words.
"""

from datetime import datetime
from hashlib import sha256
from weakref import WeakKeyDictionary

from itsdangerous import BadData, URLSafeSerializer
from sqlalchemy import Engine

from app.kernel.database import session
from app.kernel.errors import Refused

LONGEST_TOKEN = 1_000
Facts = dict[str, int | str]
_secrets: WeakKeyDictionary[Engine, str] = WeakKeyDictionary()


class LinkExpired(Refused):
    """A link is genuine, and its time is over."""


class LinkUnreadable(Refused):
    """A link is cut short, changed, made for something else, or not ours."""

    def __init__(self) -> None:
        super().__init__("This link does not work. Open it again from the message it came in, or copy all of it.")


def use_secret(engine: Engine, secret: str) -> None:
    """Have the links of the site with this database signed with `secret`."""
    _secrets[engine] = secret


def sign(purpose: str, facts: Facts, *, until: datetime) -> str:
    """A token that vouches for `facts` until a moment, to the second; it may stand in a path as it is.

    `until` is aware. Three short facts make about 120 characters. Raises ValueError for a naive moment,
    LookupError where no session or secret is bound.
    """
    return _signer(purpose).dumps([_seconds(until), facts])


def read(purpose: str, token: str, *, at: datetime, ask: str = "whoever sent it to you") -> Facts:
    """The facts that a token of this purpose vouches for at `at`, the house's time.

    Raises LinkUnreadable, or LinkExpired from the moment it ran out; `ask` says who can give a new one.
    """
    if len(token) > LONGEST_TOKEN or not token.isascii():
        raise LinkUnreadable
    try:
        until, facts = _signer(purpose).loads(token)
    except BadData:
        raise LinkUnreadable from None
    if _seconds(at) >= until:
        raise LinkExpired(f"This link has run out. Ask {ask} for a new one.")
    return dict(facts)


def _signer(purpose: str) -> URLSafeSerializer:
    """Compares signatures in constant time; the salt keeps purposes, and cookies signed with the secret, apart."""
    secret = _secrets[session().get_bind().engine]
    return URLSafeSerializer(
        secret, salt=f"link:{purpose}", signer_kwargs={"key_derivation": "hmac", "digest_method": sha256}
    )


def _seconds(moment: datetime) -> int:
    if moment.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return int(moment.timestamp())
