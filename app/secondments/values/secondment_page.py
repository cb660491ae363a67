"""What the page of one secondment shows."""

from dataclasses import dataclass

from app.secondments.values.agreements import Party, SecondmentValue, VersionValue
from app.secondments.values.agreements_listed import Outstanding
from app.secondments.values.along import EndingValue
from app.secondments.values.checks import ArrivalValue, CheckItem
from app.secondments.values.drafts import DraftValue
from app.trusts.values import TrustValue


@dataclass(frozen=True)
class Contact:
    """Somebody to ask at a trust, and what about."""

    name: str
    email: str
    about: str


@dataclass(frozen=True)
class SecondmentPage:
    """One secondment as HR leads and finance of its trusts read it; who the secondee is stands elsewhere.

    `blocks` are what keeps it from starting though its day has come.
    """

    held: SecondmentValue
    party: Party
    trusts: dict[Party, TrustValue]
    contacts: dict[Party, tuple[Contact, ...]]
    draft: DraftValue
    has_draft: bool
    versions: tuple[VersionValue, ...]
    opened: VersionValue | None
    in_force: VersionValue | None
    place: str
    awaited: tuple[Outstanding, ...]
    blocks: tuple[Outstanding, ...]
    checks: tuple[CheckItem, ...]
    arrival: ArrivalValue | None
    ending: EndingValue | None

    @property
    def shown(self) -> VersionValue | DraftValue:
        """Whose terms the facts are: those in force, else those being signed, else the draft's."""
        return self.in_force or self.opened or self.draft
