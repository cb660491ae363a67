"""Certificates: by their code for anyone, whole for those whom they concern."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, or_, select

from app.cpd.models import Booking, Certificate, Delegate, Place
from app.cpd.queries.delegate_places import delegate_value
from app.cpd.rules.certificates import read_code
from app.cpd.values import CertificateValue, StandardPart
from app.kernel.actor import Actor
from app.kernel.database import session
from app.kernel.errors import NotFound
from app.trusts.values import Permission


def find_certificate(code: str) -> CertificateValue | None:
    """The certificate with a code as somebody typed it, for anyone; None where there is none.

    One look-up by the index, whatever was typed: the time it takes says nothing of codes that are near.
    """
    return _one(Certificate.code == read_code(code))


def get_certificate(code: str, actor: Actor) -> CertificateValue:
    """A certificate for whoever may have the document: those who book for the person's trust, those who run the
    provider's courses, the person. Raises NotFound for anybody else, and for one whose person was erased."""
    found = _one(Certificate.code == read_code(code), or_(*_may_have(actor)))
    if found is None or found.is_erased:
        raise NotFound(f"no certificate {code} for person {actor.person_id}")
    return found


def certificate_of_place(place_id: int, delegate_id: int) -> CertificateValue | None:
    """The certificate that somebody got for a place, if they did."""
    return _one(Certificate.place_id == place_id, Certificate.delegate_id == delegate_id)


def codes_of_places(place_ids: Iterable[int]) -> dict[int, str]:
    """The codes of the certificates issued for some places, in one batch."""
    query = select(Certificate.place_id, Certificate.code).where(Certificate.place_id.in_(set(place_ids)))
    return {row[0]: row[1] for row in session().execute(query)}


def _may_have(actor: Actor) -> list[ColumnElement[bool]]:
    ways: list[ColumnElement[bool]] = [Delegate.person_id == actor.person_id]
    if actor.trust_id is not None and actor.may(Permission.BOOK_CPD):
        ways.append(Delegate.trust_id == actor.trust_id)
    if actor.trust_id is not None and actor.may(Permission.POST_CPD):
        given = select(Place.id).join(Booking, Booking.id == Place.booking_id)
        ways.append(Certificate.place_id.in_(given.where(Booking.provider_id == actor.trust_id)))
    return ways


def _one(*conditions: ColumnElement[bool]) -> CertificateValue | None:
    query = select(Certificate, Delegate).join(Delegate, Delegate.id == Certificate.delegate_id).where(*conditions)
    row = session().execute(query.execution_options(populate_existing=True)).first()
    return _value(row[0], row[1]) if row else None


def _value(row: Certificate, delegate: Delegate) -> CertificateValue:
    return CertificateValue(
        code=row.code,
        delegate_name=delegate_value(delegate).name,
        title=row.title,
        provider_name=row.provider_name,
        first_date=row.first_date,
        last_date=row.last_date,
        minutes=row.minutes,
        standard=tuple(StandardPart(each) for each in row.standard),
        npq=row.npq,
        issued_at=row.issued_at,
        is_erased=delegate.erased_at is not None,
    )
