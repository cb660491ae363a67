"""What the person who is lent sees of their secondments: everything about them but pay."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from app.kernel.database import session
from app.kernel.errors import NotFound
from app.people import queries as people
from app.people.values import PersonValue
from app.secondments.models import Version
from app.secondments.queries.secondments import document_of, secondments_of, versions_where
from app.secondments.values import SecondeeValue, SecondmentState, SecondmentValue, VersionValue
from app.secondments.values.signing import OwnSecondment
from app.trusts import queries as trusts
from app.trusts.values import Permission

SHOWN = tuple(state for state in SecondmentState if state is not SecondmentState.ABANDONED)
HAS_CONTACTS = frozenset({SecondmentState.AGREED, SecondmentState.RUNNING, SecondmentState.ENDED})


@dataclass(frozen=True)
class OwnNames:
    """The names that a person's page needs: of trusts, of places, and the HR leads of each trust, by their ids."""

    trusts: dict[int, str]
    places: dict[int, str]
    contacts: dict[int, list[PersonValue]]


def own_secondments(secondee: SecondeeValue) -> list[OwnSecondment]:
    """The secondments of a person with every version of each, the last first; those given up are left out."""
    held = secondments_of(secondee.id, SHOWN)
    versions = _versions([each.id for each in held])
    return [OwnSecondment(each, tuple(reversed(versions[each.id]))) for each in held]


def own_names(found: Iterable[OwnSecondment]) -> OwnNames:
    """The names for some secondments, each kind in one batch. HR leads are told once a secondment is agreed."""
    shown = list(found)
    ids = {trust for each in shown for trust in (each.secondment.home_id, each.secondment.host_id)}
    agreed = {trust for each in shown if each.secondment.state in HAS_CONTACTS for trust in _trusts(each.secondment)}
    places = {version.terms.place_id for each in shown for version in each.versions if version.terms.place_id}
    leads = {trust_id: trusts.people_with(trust_id, Permission.POST_SECONDMENTS) for trust_id in agreed}
    known = people.people_by_id(person for each in leads.values() for person in each)
    return OwnNames(
        trusts=trusts.names(ids),
        places={school_id: school.name for school_id, school in trusts.schools_by_id(places).items()},
        contacts={trust_id: [known[each] for each in ids if each in known] for trust_id, ids in leads.items()},
    )


def own_document(secondee: SecondeeValue, version_id: int) -> tuple[SecondmentValue, VersionValue, bytes]:
    """The document of a version of one's own agreement. Raises NotFound for another's, and once it is erased."""
    for each in own_secondments(secondee):
        for version in each.versions:
            document = document_of(version.id) if version.id == version_id else None
            if document is not None:
                return each.secondment, version, document
    raise NotFound("no such document of this person")


def _versions(secondment_ids: list[int]) -> defaultdict[int, list[VersionValue]]:
    mine = select(Version.id, Version.secondment_id).where(Version.secondment_id.in_(secondment_ids))
    whose = {row.id: row.secondment_id for row in session().execute(mine)}
    found: defaultdict[int, list[VersionValue]] = defaultdict(list)
    for version in versions_where(Version.id.in_(list(whose))):
        found[whose[version.id]].append(version)
    return found


def _trusts(secondment: SecondmentValue) -> tuple[int, int]:
    return secondment.home_id, secondment.host_id
