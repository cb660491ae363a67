"""What the codes of the facets read as, and the codes of what a person types."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from app.kernel.boards import kinds
from app.search.values import Category, Facet
from app.trusts.values import Phase, Region

ENUMS: dict[Facet, type[StrEnum]] = {Facet.PHASE: Phase, Facet.REGION: Region}


def label_of(facet: Facet, code: str, categories: Mapping[str, Category]) -> str:
    """How a choice reads; a category that the index does not hold reads as its code does."""
    if facet is Facet.CATEGORY:
        held = categories.get(code)
        return held.label if held else code.replace("-", " ").capitalize()
    return dict(choices_of(facet)).get(code, code)


def choices_of(facet: Facet) -> list[tuple[str, str]]:
    """Every choice there can be within a facet but category, as (code, label), in the order in which they are shown."""
    if facet is Facet.KIND:
        return [(kind.name, kind.plural) for kind in kinds.values()]
    words: Iterable[Any] = ENUMS[facet]
    return [(word.value, word.label) for word in words]


def regions_label(regions: tuple[str, ...]) -> str:
    """The regions of a listing in a few words."""
    if len(regions) == len(Region):
        return "All England"
    return ", ".join(Region(code).label for code in regions if code in set(Region))


def code_of(facet: Facet, typed: str) -> str | None:
    """The code of a choice from its code or its label, in either case; None when there is none such.

    A category's code is taken as it is: the index knows which there are.
    """
    plain = " ".join(typed.casefold().replace(",", " ").split())
    if facet is Facet.CATEGORY:
        return plain.replace(" ", "-")
    for code, label in choices_of(facet):
        if plain in (code.casefold(), label.casefold()):
            return code
    if facet is Facet.KIND:
        return next((kind.name for kind in kinds.values() if plain == kind.label.casefold()), None)
    return None
