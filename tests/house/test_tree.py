"""What never goes into the tree."""

import re
import subprocess

import pytest

from config import ROOT

DATA_BLOCK = r'\s+type="application/ld\+json"'
LOCKS = [*sorted((ROOT / "requirements").glob("*.lock")), ROOT / "package-lock.json"]


def tracked(*endings: str) -> list[str]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [name for name in listed.splitlines() if not endings or name.endswith(endings)]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_names_no_index(lock: object) -> None:
    text = lock.read_text()  # type: ignore[attr-defined]
    assert "://" not in re.sub(r'"(url|funding)": "[^"]*"', "", text)
    assert "resolved" not in text


@pytest.mark.parametrize("lock", [each for each in LOCKS if each.suffix == ".lock"], ids=lambda lock: lock.name)
def test_every_pinned_package_has_a_hash(lock: object) -> None:
    text = lock.read_text()  # type: ignore[attr-defined]
    for pin in re.split(r"\n(?=[a-z])", text):
        assert "--hash=sha256:" in pin or pin.startswith(("#", "\n")), pin


def test_no_template_holds_an_inline_script_style_or_handler() -> None:
    """A block of data for machines is no script: nothing runs it."""
    for name in tracked(".html"):
        text = (ROOT / name).read_text()
        assert not re.search(rf"<script(?![^>]*\bsrc=|{DATA_BLOCK})", text), name
        assert not re.search(r"\sstyle=\"", text), name
        assert not re.search(r"\son(click|load|change|submit)=", text), name


def test_no_room_is_called_by_a_word_that_says_nothing() -> None:
    for name in tracked(".py"):
        assert not re.search(r"(^|/)(utils?|helpers?|common|managers?)(\.py|/)", name), name


def test_no_room_has_grown_past_three_hundred_lines() -> None:
    """Migrations are no rooms: each writes down the tables of one domain."""
    rooms = [name for name in tracked(".py") if not name.startswith("migrations/versions/")]
    long = {name: n for name in rooms if (n := len((ROOT / name).read_text().splitlines())) > 300}
    assert long == {}
