"""Which trust may join a round."""

from app.kernel.errors import Refused
from app.procurement.rules.demand import check_gathering
from app.procurement.values import Joining, RoundValue
from app.trusts.values import TrustValue


class CannotJoin(Refused):
    """A trust that this round is not open to."""


def check_can_join(held: RoundValue, trust: TrustValue, *, is_open_to: bool) -> None:
    """Raises NotGathering once participants are fixed, CannotJoin for a trust that is closed or not let in."""
    check_gathering(held)
    if not trust.is_open:
        raise CannotJoin("Your trust is closed on the register, so it cannot join a round.")
    if not is_open_to:
        where = ", ".join(held.listing.region_labels)
        raise CannotJoin(
            f"This round is for trusts with a school in: {where}."
            if held.joining is Joining.REGION
            else "This round is for the trusts that its lead invited. Ask the lead trust to invite yours."
        )
