"""The front-end files as the site serves them."""

import json
import re
from pathlib import Path

import pytest

from app.web import frontend
from config import ROOT

STYLE = (
    "@font-face{font-family:GDS Transport;src:url(/assets/fonts/x.woff2)}.a{font-family:GDS Transport,arial,sans-serif}"
    ".b{background-image:url(/assets/images/icon-document.svg)}.c{background-image:url(/assets/images/govuk-crest.svg)}"
    "\n/*# sourceMappingURL=x.css.map */"
)


def test_the_typeface_and_the_crest_of_the_government_are_left_behind() -> None:
    assert frontend.restyled(STYLE).strip() == (
        ".a{font-family:var(--site-typeface,sans-serif)}"
        ".b{background-image:url(images/icon-document.svg)}.c{background-image:none}"
    )


def test_the_lock_names_every_package_by_hash_and_no_registry() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text())
    packages = {name: held for name, held in lock["packages"].items() if name}
    assert packages
    assert all(held["integrity"].startswith("sha512-") and "resolved" not in held for held in packages.values())
    assert "http" not in (ROOT / "package-lock.json").read_text()


def test_the_versions_wanted_are_exact() -> None:
    wanted = json.loads((ROOT / "package.json").read_text())["dependencies"]
    assert wanted == {"@ministryofjustice/frontend": "11.1.0", "govuk-frontend": "6.3.0"}


def test_the_styles_served_hold_no_typeface_no_crest_and_only_images_that_are_there() -> None:
    assert frontend.is_up_to_date()
    for file in frontend.VENDOR.rglob("*.css"):
        style = file.read_text()
        assert "GDS" not in style
        assert "crest.svg" not in style
        assert "@import" not in style
        for image in re.findall(r"url\(([^)]+)\)", style):
            assert (file.parent / image).is_file(), f"{file.name} names {image}"


def test_nothing_is_done_when_the_files_are_up_to_date(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", "")
    frontend.main()
    assert capsys.readouterr().out == "Front-end files: up to date\n"


def test_a_change_of_the_lock_makes_the_files_anew(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    lock = tmp_path / "package-lock.json"
    lock.write_text("{}")
    monkeypatch.setattr(frontend, "LOCK", lock)
    assert not frontend.is_up_to_date()


def test_a_missing_file_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frontend, "VENDOR", ROOT / "var" / "nowhere" / "vendor")
    monkeypatch.setattr(frontend, "SCRIPTS", {ROOT / "node_modules" / "gone.js": "govuk"})
    with pytest.raises(frontend.FrontendError, match=r"gone\.js is missing"):
        frontend.copy()
