"""What `make setup` says to a machine that lacks something."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from config import ROOT


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A tree with no .venv, and nothing to install."""
    shutil.copy(ROOT / "Makefile", tmp_path)
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements" / "site.lock").touch()
    return tmp_path


def make(tree: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    command = ["make", ".venv/bin/.site", f"PYTHON={sys.executable}"]
    return subprocess.run(
        command, cwd=tree, env=os.environ | environment, capture_output=True, text=True, check=False, timeout=300
    )


def lacking(tree: Path, module: str) -> str:
    """A folder of modules in which one cannot be imported."""
    (tree / "lacks").mkdir()
    (tree / "lacks" / f"{module}.py").write_text("raise ImportError\n")
    return str(tree / "lacks")


def test_a_python_that_cannot_make_an_environment_is_told_what_to_install(bare: Path) -> None:
    said = make(bare, PYTHONPATH=lacking(bare, "ensurepip"))
    assert said.returncode != 0
    assert "python3-venv" in said.stderr
    assert not (bare / ".venv").exists()


def test_an_environment_that_was_left_half_made_is_made_again(bare: Path) -> None:
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(bare / ".venv")], check=True)
    said = make(bare)
    assert "Making .venv" in said.stdout, said.stderr
    assert (bare / ".venv" / "bin" / "pip").exists()
