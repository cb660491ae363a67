"""The words of the page on which a round goes out to bid."""

from dataclasses import dataclass

from app.procurement.values.demand_page import TrustLine
from app.procurement.values.tiers import LotStanding


@dataclass(frozen=True)
class GoingOut:
    """What a round takes out to bid: the trusts that are committed, by name, those without which it goes on, where
    its lots stand, and what the law says of the value in sentences."""

    committed: tuple[TrustLine, ...]
    falling_out: tuple[TrustLine, ...]
    standings: tuple[LotStanding, ...]
    law: tuple[str, ...]
