"""Fetch the front-end files and put the few that the site serves under static/vendor. Run by `make setup`.

    python -m app.web.frontend

Two things are taken out on the way: GOV.UK's typeface, which only GOV.UK may use, and its crest.
Nothing is fetched, and nothing done, when the files are up to date.
"""

import re
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

from config import ROOT

LOCK = ROOT / "package-lock.json"
MODULES = ROOT / "node_modules"
VENDOR = ROOT / "app" / "static" / "vendor"
MARK = VENDOR / "made-from"

GOVUK = MODULES / "govuk-frontend" / "dist" / "govuk"
MOJ = MODULES / "@ministryofjustice" / "frontend" / "moj"
SCRIPTS = {GOVUK / "govuk-frontend.min.js": "govuk", MOJ / "moj-frontend.min.js": "moj"}
STYLES = {GOVUK / "govuk-frontend.min.css": "govuk", MOJ / "moj-frontend.min.css": "moj"}

TYPEFACE = re.compile(r"@font-face\{[^}]*\}")
CREST = "url(/assets/images/govuk-crest.svg)"
IMAGE = re.compile(r"url\(/assets/images/([a-z-]+\.svg)\)")


class FrontendError(Exception):
    """The files cannot be fetched or are not as expected; the message says which and what to do."""


def main() -> None:
    """Fetch and copy, unless that is done. Exits 1 with a message when it cannot be."""
    if is_up_to_date():
        print("Front-end files: up to date")
        return
    try:
        fetch()
        copy()
    except FrontendError as error:
        sys.exit(f"Front-end files: {error}")
    print(f"Front-end files: ready in {VENDOR.relative_to(ROOT)}")


def is_up_to_date() -> bool:
    """Whether the files served were made from the lock, and by the steps, as they are now."""
    return MARK.is_file() and MARK.read_text() == _source()


def fetch() -> None:
    """Install the locked packages into node_modules; none of their scripts is run."""
    print("Front-end files: fetching with npm", flush=True)
    _run([*_npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund"])


def copy() -> None:
    """Make static/vendor anew from node_modules: scripts as they are, styles without typeface and crest."""
    print("Front-end files: copying", flush=True)
    made = VENDOR.with_name("vendor.new")
    shutil.rmtree(made, ignore_errors=True)
    for source, folder in SCRIPTS.items():
        _write(made / folder / source.name, _without_map(_read(source)))
    for source, folder in STYLES.items():
        style = _read(source)
        _write(made / folder / source.name, restyled(style))
        for name in sorted(set(IMAGE.findall(style.replace(CREST, "none")))):
            _write(made / folder / "images" / name, _read(source.parent / "assets" / "images" / name))
    _write(made / MARK.name, _source())
    shutil.rmtree(VENDOR, ignore_errors=True)
    made.rename(VENDOR)


def restyled(style: str) -> str:
    """A style sheet in the site's own typeface, with its images beside it and no crest."""
    style = TYPEFACE.sub("", style).replace(CREST, "none")
    style = style.replace("GDS Transport,arial,sans-serif", "var(--site-typeface,sans-serif)")
    return _without_map(IMAGE.sub(r"url(images/\1)", style))


def _npm() -> list[str]:
    """The npm of this machine, else the one that PyPI's Node.js puts beside this Python."""
    beside = str(Path(sys.executable).parent)
    found = shutil.which("npm") or shutil.which("npm", path=beside)
    if found is None:
        print("Front-end files: no npm here, installing Node.js from PyPI", flush=True)
        lock = ROOT / "requirements" / "node.lock"
        _run([sys.executable, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", str(lock)])
        found = shutil.which("npm", path=beside)
    if found is None:
        raise FrontendError("Node.js from PyPI brought no npm. Install npm, then run make setup again.")
    return [found]


def _run(command: list[str]) -> None:
    if subprocess.run(command, cwd=ROOT, check=False).returncode != 0:
        raise FrontendError(f"{' '.join(command)} failed. What it said is above.")


def _source() -> str:
    return sha256(LOCK.read_bytes() + Path(__file__).read_bytes()).hexdigest()


def _read(file: Path) -> str:
    if not file.is_file():
        raise FrontendError(f"{file.relative_to(ROOT)} is missing. Delete node_modules, then run make setup again.")
    return file.read_text(encoding="utf-8")


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def _without_map(text: str) -> str:
    return re.sub(r"(?m)^(//|/\*)# sourceMappingURL=.*$", "", text)


if __name__ == "__main__":
    main()
