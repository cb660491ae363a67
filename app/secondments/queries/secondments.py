"""Secondments, the versions of their agreements and what the next would hold."""

from collections.abc import Collection, Iterable

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import selectinload

from app.kernel.database import session
from app.kernel.errors import NotFound
from app.kernel.money import Money
from app.secondments.frozen import thaw
from app.secondments.models import Commitment, Secondment, Signature, Version
from app.secondments.values import (
    CommitmentValue,
    DraftValue,
    Fte,
    Pay,
    SecondmentState,
    SecondmentValue,
    SignatureValue,
    Terms,
    VersionState,
    VersionValue,
)

UNDER_AGREEMENT = (SecondmentState.AGREED, SecondmentState.RUNNING)


def get_secondment(trust_id: int, reference: str) -> SecondmentValue:
    """A secondment of which a trust is the home employer or the host. Raises NotFound for another's."""
    return _one(Secondment.reference == reference, or_(Secondment.home_id == trust_id, Secondment.host_id == trust_id))


def secondment_by_reference(reference: str) -> SecondmentValue:
    """A secondment, for this domain's own rooms. Raises NotFound."""
    return _one(Secondment.reference == reference)


def secondments_by_id(secondment_ids: Iterable[int]) -> dict[int, SecondmentValue]:
    """Secondments by id in one batch, for this domain's own rooms; what does not exist is missing."""
    return {each.id: each for each in _many(Secondment.id.in_(set(secondment_ids)))}


def secondments_of(
    secondee_id: int, states: Collection[SecondmentState] = tuple(SecondmentState)
) -> list[SecondmentValue]:
    """The secondments of one person, the first begun first; `states` narrows them."""
    return _many(Secondment.secondee_id == secondee_id, Secondment.state.in_(states))


def secondments_in(*states: SecondmentState) -> list[SecondmentValue]:
    """Every secondment in one of some states, for jobs."""
    return _many(Secondment.state.in_(states))


def find_by_interest(interest_id: int) -> SecondmentValue | None:
    """The secondment that an interest led to, if it did."""
    return next(iter(_many(Secondment.interest_id == interest_id)), None)


def draft_of(secondment_id: int) -> DraftValue:
    """What the next version would hold. Raises NotFound."""
    columns = (Secondment.draft_terms, Secondment.draft_pay, Secondment.draft_number)
    row = session().execute(select(*columns).where(Secondment.id == secondment_id)).first()
    if row is None:
        raise NotFound(f"no secondment {secondment_id}")
    terms, pay, number = row
    if terms is None or pay is None:
        held = (
            session()
            .execute(
                select(Version.terms, Version.pay).where(
                    Version.secondment_id == secondment_id, Version.state == VersionState.IN_FORCE
                )
            )
            .one()
        )
        terms, pay = terms or held.terms, pay or held.pay
    return DraftValue(thaw(Terms, terms), thaw(Pay, pay), number)


def has_draft(secondment_id: int) -> bool:
    """Whether something is being changed that no version in force holds."""
    query = select(Secondment.draft_terms, Secondment.draft_pay).where(Secondment.id == secondment_id)
    return any(each is not None for each in session().execute(query).one())


def versions_of(secondment_id: int) -> list[VersionValue]:
    """Every version of an agreement with its signatures and commitments, the first one first."""
    return versions_where(Version.secondment_id == secondment_id)


def get_version(secondment_id: int, number: int) -> VersionValue:
    """One version by its number. Raises NotFound."""
    return _version(Version.secondment_id == secondment_id, Version.number == number)


def version_by_id(version_id: int) -> VersionValue:
    """One version. Raises NotFound."""
    return _version(Version.id == version_id)


def version_in_force(secondment_id: int) -> VersionValue | None:
    """The version that holds, if one does."""
    return _in_state(secondment_id, VersionState.IN_FORCE)


def open_version(secondment_id: int) -> VersionValue | None:
    """The version that is being signed, if one is."""
    return _in_state(secondment_id, VersionState.OPEN)


def open_versions(secondment_ids: Iterable[int]) -> dict[int, VersionValue]:
    """The versions that are being signed, by secondment, in one batch."""
    return _by_secondment(secondment_ids, VersionState.OPEN)


def versions_in_force(secondment_ids: Iterable[int]) -> dict[int, VersionValue]:
    """The versions that hold, by secondment, in one batch."""
    return _by_secondment(secondment_ids, VersionState.IN_FORCE)


def secondment_of_version(version_id: int) -> int:
    """The id of the secondment that a version is of. Raises NotFound."""
    found = session().scalar(select(Version.secondment_id).where(Version.id == version_id))
    if found is None:
        raise NotFound(f"no version {version_id}")
    return found


def document_of(version_id: int) -> bytes | None:
    """The document that all three sign, as it was made; None once it is erased."""
    return session().scalar(select(Version.document).where(Version.id == version_id))


def schedule_document_of(version_id: int) -> bytes | None:
    """The document of the recharge, for HR leads and finance of the two trusts; None once it is erased."""
    return session().scalar(select(Version.schedule_document).where(Version.id == version_id))


def versions_where(*conditions: ColumnElement[bool]) -> list[VersionValue]:
    """Versions by what this domain's rooms ask of them, in order."""
    return [value for _, value in _versions(*conditions)]


def _one(*conditions: ColumnElement[bool]) -> SecondmentValue:
    found = _many(*conditions)
    if not found:
        raise NotFound("no such secondment of this trust")
    return found[0]


def _many(*conditions: ColumnElement[bool]) -> list[SecondmentValue]:
    query = select(Secondment).where(*conditions).order_by(Secondment.id)
    rows = session().scalars(query.execution_options(populate_existing=True))
    return [secondment_value(each) for each in rows]


def _in_state(secondment_id: int, state: VersionState) -> VersionValue | None:
    return _by_secondment([secondment_id], state).get(secondment_id)


def _by_secondment(secondment_ids: Iterable[int], state: VersionState) -> dict[int, VersionValue]:
    return dict(_versions(Version.secondment_id.in_(set(secondment_ids)), Version.state == state))


def _version(*conditions: ColumnElement[bool]) -> VersionValue:
    found = versions_where(*conditions)
    if not found:
        raise NotFound("no such version")
    return found[0]


def _versions(*conditions: ColumnElement[bool]) -> list[tuple[int, VersionValue]]:
    parts = (selectinload(Version.signatures), selectinload(Version.commitments))
    query = select(Version).where(*conditions).order_by(Version.secondment_id, Version.number).options(*parts)
    rows = session().scalars(query.execution_options(populate_existing=True))
    return [(row.secondment_id, _version_value(row)) for row in rows]


def secondment_value(row: Secondment) -> SecondmentValue:
    """A row as lists and pages read it."""
    return SecondmentValue(
        id=row.id,
        reference=row.reference,
        interest_id=row.interest_id,
        home_id=row.home_id,
        host_id=row.host_id,
        secondee_id=row.secondee_id,
        state=row.state,
        post=row.post,
        start_date=row.start_date,
        end_date=row.end_date,
        last_date=row.last_date,
        fte=Fte(row.fte) if row.fte else None,
        created_at=row.created_at,
        started_at=row.started_at,
        ended_at=row.ended_at,
    )


def _version_value(row: Version) -> VersionValue:
    return VersionValue(
        id=row.id,
        number=row.number,
        state=row.state,
        terms=thaw(Terms, row.terms),
        sha256=row.sha256,
        schedule_sha256=row.schedule_sha256,
        issued_at=row.issued_at,
        issued_by=row.issued_by,
        in_force_at=row.in_force_at,
        signatures=tuple(map(_signature, row.signatures)),
        commitments=tuple(map(_commitment, row.commitments)),
    )


def _signature(row: Signature) -> SignatureValue:
    return SignatureValue(row.party, row.name, row.signed_at, row.address, row.sha256, row.person_id)


def _commitment(row: Commitment) -> CommitmentValue:
    return CommitmentValue(
        trust_id=row.trust_id,
        net=Money(row.net_pence),
        gross=Money(row.gross_pence),
        state=row.state,
        approval_reference=row.approval_reference,
        asked_by=row.asked_by,
        asked_at=row.asked_at,
    )
