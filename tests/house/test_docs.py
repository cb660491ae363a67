"""What the papers name is there."""

import re
from pathlib import Path

import pytest

from config import ROOT

PAPERS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.name)
def test_every_file_that_a_paper_names_or_links_to_is_there(paper: Path) -> None:
    text = paper.read_text(encoding="utf-8")
    named = [ROOT / each for each in re.findall(r"`((?:app|tests|migrations|docs)/[\w/.]+)(?:::\w+)?`", text)]
    linked = [paper.parent / each for each in re.findall(r"\]\(([^):#]+)\)", text)]
    assert [str(each) for each in named + linked if not each.exists()] == []
