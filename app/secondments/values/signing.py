"""The words of signing: who was sent a link to sign, and the one-time codes."""

from dataclasses import dataclass
from datetime import datetime

from app.secondments.values.agreements import Party, SecondmentValue, VersionState, VersionValue

SIGN_LINK = "secondments.sign"


@dataclass(frozen=True)
class InvitationValue:
    """That somebody was sent a link to sign a version for a party. The secondee's holds neither name nor address."""

    id: int
    version_id: int
    party: Party
    name: str
    email: str
    until_at: datetime
    sent_by: int | None
    sent_at: datetime


@dataclass(frozen=True)
class CodeValue:
    """A one-time code as it is kept: by its hash, with how often it was tried."""

    id: int
    code_hash: str
    tries: int
    sent_at: datetime
    until_at: datetime
    used_at: datetime | None = None


@dataclass(frozen=True)
class ToSign:
    """A version before whoever is to sign it: `newest` is the last version issued, which may be another."""

    secondment: SecondmentValue
    version: VersionValue
    newest: VersionValue
    party: Party
    invitation: InvitationValue | None = None


@dataclass(frozen=True)
class OwnSecondment:
    """One of a person's own secondments, with every version of its agreement, the last one first."""

    secondment: SecondmentValue
    versions: tuple[VersionValue, ...]

    @property
    def to_sign(self) -> VersionValue | None:
        """The version that waits for this person's signature, if one does."""
        last = self.versions[0] if self.versions else None
        if last is None or last.state is not VersionState.OPEN or last.signed_by(Party.SECONDEE):
            return None
        return last

    @property
    def told(self) -> VersionValue | None:
        """The version whose terms the person is told: the one in force, else the one to sign."""
        in_force = [each for each in self.versions if each.state is VersionState.IN_FORCE]
        to_sign = [each for each in self.versions if each.state is VersionState.OPEN]
        return next(iter(in_force + to_sign), None)
