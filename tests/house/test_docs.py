"""What the papers name is there."""

import re

import pytest

from config import ROOT

PAPERS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
RULES = (ROOT / "docs" / "rules.md").read_text()


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.name)
def test_every_file_that_a_paper_names_is_there(paper: object) -> None:
    text = paper.read_text()  # type: ignore[attr-defined]
    named = re.findall(r"`((?:app|tests|migrations|docs)/[\w/.]+)(?:::\w+)?`", text)
    linked = [each for each in re.findall(r"\]\(([^):#]+)\)", text) if not each.startswith("http")]
    assert [each for each in named + linked if not (ROOT / each).exists()] == []


def test_every_test_that_keeps_a_rule_is_there() -> None:
    named = re.findall(r"`(tests/[\w/.]+)::(\w+)`", RULES)
    assert [(file, test) for file, test in named if f"def {test}(" not in (ROOT / file).read_text()] == []


@pytest.mark.parametrize("rule", RULES.split("\n## ")[1:], ids=lambda rule: rule.splitlines()[0])
def test_every_rule_has_its_source_its_place_and_its_test(rule: str) -> None:
    assert "\n- Source: " in rule
    assert "\n- Lives in `" in rule
    assert "::test_" in rule
