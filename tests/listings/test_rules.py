"""What a listing needs, at the exact limits, and the tree of categories it stands in."""

import pytest

from app.listings import rules
from app.listings.categories import categories, is_leaf, label_of, leaves, path_of
from app.listings.values import ListingState
from tests.listings.makers import draft


@pytest.mark.parametrize(
    ("field", "most"),
    [
        ("title", rules.LONGEST_TITLE),
        ("summary", rules.LONGEST_SUMMARY),
        ("description", rules.LONGEST_DESCRIPTION),
    ],
)
def test_text_may_be_as_long_as_its_limit_and_no_longer(field: str, most: int) -> None:
    assert rules.draft_faults(draft(**{field: "é" * most})) == []
    (fault,) = rules.draft_faults(draft(**{field: "é" * (most + 1)}))
    assert fault.field == field


@pytest.mark.parametrize("code", ["nonsense", "finance-and-payroll", "PAYROLL"])
def test_only_the_lower_level_of_the_tree_is_a_category_of_a_listing(code: str) -> None:
    (fault,) = rules.draft_faults(draft(category=code))
    assert fault.field == "category"
    assert not is_leaf(code)


def test_a_draft_may_lack_a_category_but_not_a_title() -> None:
    assert rules.draft_faults(draft(category="", summary="", phases=frozenset())) == []
    (fault,) = rules.draft_faults(draft(title=""))
    assert fault.message == "Enter a title"


def test_the_tree_has_two_levels_and_every_code_once() -> None:
    tops = [each for each in categories().values() if each.parent is None]
    assert {str(leaf.parent) for leaf in leaves()} == {top.code for top in tops}
    assert len(categories()) == len(tops) + len(leaves())
    assert len({label_of(leaf.code) for leaf in leaves()}) == len(leaves())


def test_a_category_reads_with_the_one_above_it() -> None:
    assert label_of("payroll") == "Finance and payroll: Payroll"
    assert [each.code for each in path_of("payroll")] == ["finance-and-payroll", "payroll"]
    assert path_of("nonsense") == []


@pytest.mark.parametrize(
    ("state", "change", "publish", "close"),
    [
        (ListingState.DRAFT, True, True, True),
        (ListingState.PUBLISHED, True, False, True),
        (ListingState.CLOSED, False, False, False),
    ],
)
def test_each_state_allows_what_it_allows(state: ListingState, change: bool, publish: bool, close: bool) -> None:
    for check, allowed in (
        (rules.check_can_change, change),
        (rules.check_can_publish, publish),
        (rules.check_can_close, close),
    ):
        if allowed:
            check(state)
        else:
            with pytest.raises(rules.WrongState):
                check(state)
