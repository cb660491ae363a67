"""The contracts of the house catch those who break them: a few trespasses, committed in a copy of the tree."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from config import ROOT

TRESPASSES = {
    "app/charges/actions/__init__.py": "import app.services.values",
    "app/charges/rules.py": "import sqlalchemy",
    "app/cpd/rules/money.py": "import app.services.values",
    "app/services/actions/services.py": "import app.cpd.values",
    "app/pages/queries/desk.py": "import app.cpd.models",
    "app/services/values.py": "import flask",
    "app/services/queries.py": "import app.extensions",
    "app/listings/views.py": "import sqlalchemy",
    "app/kernel/money.py": "import app.web",
    "app/services/rules.py": "import stripe",
    "app/listings/queries.py": "import whoosh",
    "app/services/messages.py": "import app.trusts.models",
    "app/approvals/values.py": "import app.approvals.actions",
    "app/sandbox/stripe/__init__.py": "import app.kernel.money",
    "app/notifications/values.py": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import app.people.values",
}
CAUGHT = [
    ("A package imports only from floors below its own", "app.charges.actions -> app.services.values"),
    ("A package imports only from floors below its own", "app.cpd.rules.money -> app.services.values"),
    ("A package imports only from floors below its own", "app.services.actions.services -> app.cpd.values"),
    ("The models of cpd are its own", "app.pages.queries.desk -> app.cpd.models"),
    ("A package imports only from floors below its own", "app.notifications.values -> app.people.values"),
    ("Words, rules and forms know no database and no vendor", "app.charges.rules -> sqlalchemy"),
    ("Words and rules know nothing of the web", "app.services.values -> flask"),
    ("Below views nothing knows Flask", "app.services.queries -> app.extensions"),
    ("A view is HTTP: it knows neither SQL nor the session", "app.listings.views -> sqlalchemy"),
    ("The kernel knows nothing of the web", "app.kernel.money -> app.web"),
    ("Only the gateway imports Stripe", "app.services.rules -> stripe"),
    ("Only the Whoosh index imports Whoosh", "app.listings.queries -> whoosh"),
    ("The models of trusts are its own", "app.services.messages -> app.trusts.models"),
    ("Within a domain, rooms lean one way only", "app.approvals.values -> app.approvals.actions"),
    ("The sandbox's Stripe imports nothing of the house", "app.sandbox.stripe -> app.kernel.money"),
]


@pytest.fixture(scope="module")
def verdict(tmp_path_factory: pytest.TempPathFactory) -> str:
    tree = tmp_path_factory.mktemp("trespass")
    shutil.copytree(ROOT / "app", tree / "app", ignore=shutil.ignore_patterns("static", "templates", "__pycache__"))
    shutil.copy(ROOT / ".importlinter", tree)
    shutil.copy(ROOT / "config.py", tree)
    for name, line in TRESPASSES.items():
        file = _room(tree, name)
        file.write_text(file.read_text() + f"\n{line}\n")
    return _lint(tree)


def _room(tree: Path, name: str) -> Path:
    file = tree / name
    if not file.exists():
        file = file.parent.with_suffix(".py") if file.name == "__init__.py" else file.with_suffix("") / "__init__.py"
    return file


def _lint(tree: Path) -> str:
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    return subprocess.run(command, cwd=tree, capture_output=True, text=True, check=False).stdout


@pytest.mark.parametrize(("contract", "trespass"), CAUGHT)
def test_a_trespass_is_caught(verdict: str, contract: str, trespass: str) -> None:
    assert f"{contract} BROKEN" in verdict
    importer, imported = trespass.split(" -> ")
    named = [line for line in verdict.splitlines() if importer in line and imported in line]
    assert named, f"{trespass} is not named in:\n{verdict}"


def test_the_tree_as_it_stands_keeps_every_contract() -> None:
    verdict = _lint(ROOT)
    assert "0 broken" in verdict, verdict
