"""Each rule of docs/rules.md leads to code and tests that are there."""

import re

import pytest

from config import ROOT

PAGE = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
RULES, NOT_KEPT = PAGE.split("## Not kept yet")
NAMED = sorted(set(re.findall(r"`((?:app|tests|migrations)/[^`\s]+)`", PAGE)))
ENTRIES = RULES.split("\n## ")[1:]


@pytest.mark.parametrize("named", NAMED)
def test_what_the_page_of_rules_names_is_there(named: str) -> None:
    path, _, test = named.partition("::")
    assert (ROOT / path).exists(), path
    if test:
        assert f"def {test}(" in (ROOT / path).read_text(encoding="utf-8"), named


@pytest.mark.parametrize("entry", ENTRIES, ids=[entry.splitlines()[0] for entry in ENTRIES])
def test_each_rule_says_its_source_where_it_lives_and_its_test(entry: str) -> None:
    assert re.search(r"(?m)^- Source: \w", entry)
    assert re.search(r"(?m)^- Lives in `app/", entry)
    assert re.search(r"(?m)^- Tests?: `tests/", entry)


def test_the_page_says_what_is_not_kept_yet() -> None:
    assert len(re.findall(r"(?m)^- \*\*", NOT_KEPT)) >= 5
