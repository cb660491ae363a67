"""No text is an error, and none finds what it should not."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.search.index import Index
from app.search.values import Facet, Query, Sort
from app.search.whoosh_index import WhooshIndex
from tests.search.makers import make_document

AWKWARD = [
    "NOT OR (", "*", "?", "title:", "title:payroll", "kind:sample", "reference:*", "[a TO z]", "{}", "~", "^2", "a^",
    "AND", "OR", "NOT", "-", "--", '"', '""', '"-"', "-\"", "\\", "/", "payroll\0bureau", "\0", "\ud800", "\ufffe",
    "🎓 payroll", "👩‍🏫", "Ysgol Gyfun Gŵyr", "ŵŷêîô", "x" * 5_000, "payroll " * 700, '"' * 5_000, "-a " * 2_000,
    "\n\t", "<script>alert(1)</script>", "%s %n {0}", "' OR 1=1 --", "١٢٣", "ﬁnance", "İstanbul", "ß", "a\u0301" * 400,
]  # fmt: skip
SCRAPS = st.sampled_from([*AWKWARD, "payroll", "-payroll", '"payroll bureau"', " "])


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    index = WhooshIndex(tmp_path_factory.mktemp("fuzz") / "search")
    with index.alone() as writer:
        writer.rebuild([make_document(), make_document("LST-33333", "Clerking for boards")])
    return index


@pytest.mark.parametrize("text", AWKWARD)
def test_awkward_text_is_plain_text(index: Index, text: str) -> None:
    assert 0 <= index.find(Query(text=text)).total <= 2
    assert index.is_well()


@given(text=st.one_of(st.text(max_size=400), st.lists(SCRAPS, max_size=12).map(" ".join)), sort=st.sampled_from(Sort))
@settings(max_examples=300, deadline=None)
def test_any_text_is_answered_and_its_counts_hold(index: Index, text: str, sort: Sort) -> None:
    results = index.find(Query(text=text, sort=sort))
    assert results.total == len(results.hits) == sum(results.facets["kind"].values())
    assert index.is_well()


@given(chosen=st.lists(st.text(max_size=40), max_size=4).map(tuple), facet=st.sampled_from(Facet))
@settings(max_examples=100, deadline=None)
def test_a_choice_that_cannot_be_finds_nothing(index: Index, chosen: tuple[str, ...], facet: Facet) -> None:
    known = {code for code in chosen if code in index.find(Query()).facets[facet.value]}
    results = index.find(Query(**{facet.value: chosen}))  # type: ignore[arg-type]
    assert bool(results.total) == bool(known or not chosen)


@pytest.mark.parametrize(
    "text", ["title:payroll", "kind:payroll", "payroll*", "payroll?", "(payroll)", "payroll^9", "payroll~2"]
)
def test_marks_of_other_query_languages_are_passed_over(index: Index, text: str) -> None:
    assert any(hit.reference == "LST-22222" for hit in index.find(Query(text=text)).hits)
