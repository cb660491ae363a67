"""Which trust may be a partner of another."""

from app.kernel.errors import Refused
from app.trusts.values import TrustValue


class NoPartner(Refused):
    """A trust that cannot get a partner price."""


def check_can_be_partner(trust: TrustValue, *, of: int) -> None:
    """Raises NoPartner for the provider itself, whose own people pay nothing, and for a trust that has closed."""
    if trust.id == of:
        raise NoPartner("This is your own trust. Its people are never charged.")
    if not trust.is_open:
        raise NoPartner(f"{trust.name} is closed on the register, so it books nothing.")
