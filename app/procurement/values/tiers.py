"""The words of price tiers: where a lot stands, and what joining does."""

from dataclasses import dataclass

from app.kernel.money import Money
from app.kernel.unit_price import UnitPrice
from app.procurement.values.rounds import LotValue, Tier


@dataclass(frozen=True)
class Reached:
    """Where a quantity of a lot stands among its tiers.

    `quantity` is in units, `counted` what the tiers count: the same, or pence at the guide price. `tier` is the one
    reached, None before the first; `next` the one after it, None once the last is reached; `missing` is how much of
    what is counted is missing to it, 0 where there is none.
    """

    quantity: int
    counted: int
    price: UnitPrice
    tier: Tier | None
    next: Tier | None
    missing: int

    @property
    def cost(self) -> Money:
        """What the quantity costs at the price it reaches, without VAT."""
        return self.price.times(self.quantity)


@dataclass(frozen=True)
class LotStanding:
    """Where a lot of a round stands: by what is committed alone, and by all that is intended besides."""

    lot: LotValue
    committed: Reached
    intended: Reached


@dataclass(frozen=True)
class JoiningEffect:
    """What a trust's joining with a quantity of a lot does; amounts are without VAT, for the quantity as typed.

    `alone` is what it would reach by itself, `before` what the others reach without it, `together` all of them.
    """

    lot: LotValue
    quantity: int
    alone: Reached
    before: Reached
    together: Reached

    @property
    def cost_alone(self) -> Money:
        """What the trust pays by itself."""
        return self.alone.price.times(self.quantity)

    @property
    def cost_together(self) -> Money:
        """What the trust pays if it joins."""
        return self.together.price.times(self.quantity)

    @property
    def saves_itself(self) -> Money:
        """What joining saves the trust; never below zero."""
        return self.cost_alone - self.cost_together

    @property
    def saves_others(self) -> Money:
        """What its joining saves all the others between them; never below zero."""
        return self.before.price.times(self.before.quantity) - self.together.price.times(self.before.quantity)
