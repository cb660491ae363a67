"""What codes read as, and the codes of what is typed."""

from collections.abc import Iterator

import pytest

from app.kernel.boards import KindFacet, kinds
from app.search.labels import (
    code_of,
    few,
    kind_facets,
    label_of,
    mark_label,
    mark_of,
    phase_labels,
    region_labels,
)
from app.search.values import Category, Facet
from tests.search.makers import ENGLAND, FORMAT, TRAINING, Shelf


@pytest.mark.parametrize(
    ("regions", "labels"),
    [((), []), (("B", "A"), ["North East", "North West"]), (ENGLAND, ["All England"]), (("Z",), [])],
)
def test_regions_read_by_name_and_all_of_them_as_all_england(regions: tuple[str, ...], labels: list[str]) -> None:
    assert region_labels(regions) == labels


def test_phases_read_youngest_first() -> None:
    assert phase_labels(("secondary", "primary", "unknown")) == ["Primary", "Secondary"]


@pytest.mark.parametrize(("count", "shown"), [(2, 2), (3, 3), (4, 1)])
def test_more_than_three_labels_become_a_number(count: int, shown: int) -> None:
    assert len(few(["x"] * count, "regions")) == shown
    assert few(["x"] * 4, "regions") == ["4 regions"]


@pytest.mark.parametrize(
    ("facet", "typed", "code"),
    [
        (Facet.REGION, "h", "H"),
        (Facet.REGION, "London", "H"),
        (Facet.REGION, " yorkshire  and the humber ", "D"),
        (Facet.REGION, "Z", None),
        (Facet.PHASE, "16 plus", "sixteen_plus"),
        (Facet.PHASE, "sixteen_plus", "sixteen_plus"),
        (Facet.PHASE, "", None),
        (Facet.CATEGORY, "Legal, risk and data protection", "legal-risk-and-data-protection"),
        (Facet.CATEGORY, "payroll", "payroll"),
        (Facet.KIND, "no such kind", None),
    ],
)
def test_a_choice_is_known_by_its_code_or_its_name(facet: Facet, typed: str, code: str | None) -> None:
    assert code_of(facet, typed) == code


def test_a_category_that_the_index_does_not_hold_reads_as_its_code() -> None:
    held = {"hr": Category("hr", "HR")}
    assert label_of(Facet.CATEGORY, "hr", held) == "HR"
    assert label_of(Facet.CATEGORY, "it-support", held) == "It support"


class TestFacetsOfKinds:
    @pytest.fixture(autouse=True)
    def _pinned(self) -> Iterator[None]:
        shared = KindFacet(FORMAT.name, FORMAT.label, FORMAT.choices)
        before = dict(kinds)
        kinds.clear()
        for shelf in (Shelf("sample"), Shelf("training", **TRAINING), Shelf("coaching", facets=(shared,))):
            kinds.add(shelf.kind())
        yield
        kinds.clear()
        kinds.update(before)

    @pytest.mark.parametrize(
        ("names", "facets"),
        [
            (["training"], ["format", "stage"]),
            (["training", "coaching"], ["format"]),
            (["training", "sample"], []),
            (["sample"], []),
            ([], []),
            (None, ["format", "stage"]),
        ],
    )
    def test_a_facet_is_for_kinds_that_all_bring_it(self, names: list[str] | None, facets: list[str]) -> None:
        assert [facet.name for facet in kind_facets(names)] == facets

    def test_kinds_that_share_a_facet_bring_it_once(self) -> None:
        assert kind_facets(["training", "coaching"]) == [FORMAT]

    @pytest.mark.parametrize(
        ("mark", "label"),
        [
            ("format:in_person", "In person"),
            ("format:no_such", "No such"),
            ("unheard:of_it", "Of it"),
        ],
    )
    def test_a_mark_reads_as_its_kind_says(self, mark: str, label: str) -> None:
        assert mark_label(mark) == label

    @pytest.mark.parametrize(
        ("typed", "mark"),
        [
            ("format:online", "format:online"),
            (" Format : IN PERSON ", "format:in_person"),
            ("format:in_person", "format:in_person"),
            ("format:", None),
            ("format", None),
            ("unheard:online", None),
            ("", None),
        ],
    )
    def test_a_mark_is_known_by_its_code_or_its_name(self, typed: str, mark: str | None) -> None:
        assert mark_of(typed) == mark
