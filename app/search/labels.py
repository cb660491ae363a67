"""What the codes of the facets read as, and the codes of what a person types."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from app.kernel.boards import KindFacet, kinds
from app.search.values import MARK, Category, Facet, split_mark
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


def kind_facets(names: Iterable[str] | None = None) -> list[KindFacet]:
    """The facets that every one of these kinds brings, in its order; without names, those that any kind brings.

    Kinds that bring a facet of the same name share it: the board holds them to the same choices.
    """
    brought: dict[str, list[KindFacet]] = {}
    asked = [kind for kind in kinds.values() if names is None or kind.name in names]
    for facet in (facet for kind in asked for facet in kind.facets):
        brought.setdefault(facet.name, []).append(facet)
    return [facets[0] for facets in brought.values() if names is None or len(facets) == len(asked)]


def mark_label(mark: str) -> str:
    """How a choice of a kind's own facet reads; one that no kind knows reads as its code does."""
    name, code = split_mark(mark)
    known = next((dict(facet.choices) for facet in kind_facets() if facet.name == name), {})
    return known.get(code, code.replace("_", " ").capitalize())


def mark_of(typed: str) -> str | None:
    """The mark of "format:online", its choice by code or by label, in either case; None when there is none such."""
    name, said = (" ".join(part.casefold().split()) for part in split_mark(typed))
    choices = [choice for facet in kind_facets() if facet.name == name for choice in facet.choices]
    code = next((code for code, label in choices if said in (code.casefold(), label.casefold())), None)
    return code and f"{name}{MARK}{code}"


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
