"""How passwords and tokens are kept: never themselves, only what can be checked against them."""

import hashlib
import secrets
from dataclasses import dataclass
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError


@dataclass(frozen=True)
class Cost:
    """How dear a guess is: passes, memory in KiB, lanes. Argon2id, as RFC 9106 recommends where memory is short."""

    passes: int = 3
    memory: int = 65536
    lanes: int = 4


_chosen: list[Cost] = [Cost()]


def use_cost(cost: Cost) -> None:
    """Hash at this cost from now on; a password kept at another is hashed again when its owner signs in."""
    _chosen[:] = [cost]


@cache
def _hasher(cost: Cost) -> PasswordHasher:
    return PasswordHasher(time_cost=cost.passes, memory_cost=cost.memory, parallelism=cost.lanes)


@cache
def _nobodys(cost: Cost) -> str:
    return _hasher(cost).hash(secrets.token_urlsafe(16))


def hashed(password: str) -> str:
    """What is kept of a password."""
    return _hasher(_chosen[0]).hash(password)


def is_right(kept: str | None, password: str) -> bool:
    """Whether a password is the one that is kept. Without one it takes as long, and is never right."""
    try:
        _hasher(_chosen[0]).verify(kept or _nobodys(_chosen[0]), password)
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None


def is_dated(kept: str) -> bool:
    """Whether a password was hashed at another cost than is used now."""
    return _hasher(_chosen[0]).check_needs_rehash(kept)


def new_token() -> str:
    """A token that nobody can guess, fit for an address."""
    return secrets.token_urlsafe(32)


def digest(text: str) -> str:
    """What is kept of a token, and of an account or address that attempts are counted against."""
    return hashlib.sha256(text.encode()).hexdigest()
