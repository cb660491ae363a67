"""An interest as one of its two trusts may see it."""

from dataclasses import dataclass

from app.secondments.values.adverts import AdvertValue
from app.secondments.values.agreements import Party
from app.secondments.values.interests import Awaited, InterestValue


@dataclass(frozen=True)
class InterestShown:
    """An interest with its adverts, from one side. `other_name` is what this side may call the other trust.

    To a host that is "A trust in the South West" until the person and their employer consent.
    """

    interest: InterestValue
    party: Party
    opportunity: AdvertValue | None
    availability: AdvertValue | None
    other_name: str
    awaited: Awaited | None

    @property
    def title(self) -> str:
        """What it is about: the opportunity, else the availability."""
        advert = self.opportunity or self.availability
        return advert.listing.title if advert else self.interest.reference

    @property
    def is_home(self) -> bool:
        """Whether this side is the home employer."""
        return self.party is Party.HOME

    @property
    def is_anonymous(self) -> bool:
        """Whether this side may not know yet which trust the other is."""
        return not self.is_home and not self.interest.is_named

    @property
    def other(self) -> str:
        """The other trust within a sentence: "a trust in the South West"."""
        return f"{self.other_name[0].lower()}{self.other_name[1:]}" if self.is_anonymous else self.other_name
