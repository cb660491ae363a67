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


def make(tree: Path, *, python: str = sys.executable, **environment: str) -> subprocess.CompletedProcess[str]:
    command = ["make", ".venv/bin/.site", f"PYTHON={python}"]
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
    """The environment has a Python without pip, as one has that was cut short; the machine's Python is played."""
    script(bare / ".venv" / "bin" / "python", "exit 1")
    whole = bare / "whole"
    script(whole, "exit 0")
    script(bare / "python3", f'[ "$2" != venv ] || cp {whole} .venv/bin/python')
    said = make(bare, python=str(bare / "python3"))
    assert said.returncode == 0, said.stderr
    assert "Making .venv" in said.stdout
    assert "Making .venv" not in make(bare, python=str(bare / "python3")).stdout


def script(file: Path, does: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"#!/bin/sh\n{does}\n")
    file.chmod(0o755)
