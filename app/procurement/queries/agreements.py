"""The versions of a round's participation agreement."""

from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import undefer

from app.kernel.database import session
from app.kernel.errors import NotFound
from app.procurement.models import AgreementVersion
from app.procurement.values import AgreementValue


def current_agreement(round_id: int) -> AgreementValue | None:
    """The version that is to be signed; None before the first was issued."""
    found = _list(_of(round_id).where(AgreementVersion.is_current))
    return found[0] if found else None


def versions_of(round_id: int) -> list[AgreementValue]:
    """Every version, the newest first."""
    return _list(_of(round_id))


def terms_of_current(round_id: int) -> dict[str, Any] | None:
    """The terms that the current version was made of, as they were frozen; None before the first was issued."""
    return session().scalar(
        select(AgreementVersion.facts).where(AgreementVersion.listing_id == round_id, AgreementVersion.is_current)
    )


def document_of(round_id: int, number: int) -> bytes:
    """The document of a version, as it was issued. Raises NotFound."""
    one = _of(round_id).where(AgreementVersion.number == number)
    row = session().scalar(one.options(undefer(AgreementVersion.document)))
    if row is None:
        raise NotFound(f"no version {number} of the agreement of round {round_id}")
    return row.document


def _of(round_id: int) -> Select[AgreementVersion]:
    return (
        select(AgreementVersion).where(AgreementVersion.listing_id == round_id).order_by(AgreementVersion.number.desc())
    )


def _list(query: Select[AgreementVersion]) -> list[AgreementValue]:
    return [_value(row) for row in session().scalars(query.execution_options(populate_existing=True))]


def _value(row: AgreementVersion) -> AgreementValue:
    return AgreementValue(
        id=row.id,
        round_id=row.listing_id,
        number=row.number,
        sha256=row.sha256,
        issued_at=row.issued_at,
        issued_by=row.issued_by,
        is_current=row.is_current,
    )
