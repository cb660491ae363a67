"""What secondments bind their hosts to, as the contract register of each keeps it: a post, and nobody's name."""

from collections.abc import Iterable

from app.contracts.values import Binding, Source
from app.secondments.queries.secondments import UNDER_AGREEMENT, secondments_in, versions_in_force
from app.secondments.values import SecondmentValue, VersionValue
from app.trusts import queries as trusts


def list_bindings() -> list[Binding]:
    """What every secondment that is agreed or under way binds its host to."""
    return bindings_of(secondments_in(*UNDER_AGREEMENT))


def bindings_of(secondments: Iterable[SecondmentValue]) -> list[Binding]:
    """What secondments with a version in force bind their hosts to, in one batch; those without are left out.

    The value is what the host committed to for the whole term, without VAT. One that ends before it begins binds
    nobody and is left out too.
    """
    held = list(secondments)
    versions = versions_in_force([each.id for each in held])
    names = trusts.names(each.home_id for each in held)
    return [
        binding
        for each in held
        if each.id in versions and (binding := _binding(each, versions[each.id], names[each.home_id])) is not None
    ]


def _binding(held: SecondmentValue, version: VersionValue, home: str) -> Binding | None:
    first, last, terms = held.start_date, held.last_date, version.terms
    if first is None or (last is not None and last < first):
        return None
    return Binding(
        trust_id=held.host_id,
        source=Source.SECONDMENT,
        source_reference=held.reference,
        title=f"Secondment {held.reference}: {held.post}",
        supplier=home,
        start_date=first,
        end_date=last,
        value=next((each.net for each in version.commitments if each.trust_id == held.host_id), None),
        counterparty_id=held.home_id,
        school_ids=(terms.place_id,) if terms.place_id is not None else (),
    )
