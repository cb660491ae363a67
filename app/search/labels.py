"""What the codes of the facets read as, and the codes of what a person types."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from app.kernel.boards import kinds
from app.search.values import Category, Facet
from app.trusts.values import Phase, Region

MOST_SHOWN = 3
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


def region_labels(regions: tuple[str, ...]) -> list[str]:
    """The regions of a listing by name; all of them are all England."""
    held = [region.label for region in Region if region in regions]
    return ["All England"] if len(held) == len(Region) else held


def phase_labels(phases: tuple[str, ...]) -> list[str]:
    """The phases of a listing by name, youngest first."""
    return [phase.label for phase in Phase if phase in phases]


def few(labels: list[str], noun: str) -> list[str]:
    """At most three labels, else how many there are: "6 regions"."""
    return labels if len(labels) <= MOST_SHOWN else [f"{len(labels)} {noun}"]


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
