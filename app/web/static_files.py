"""Files that browsers may keep: their address changes when they do."""

from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from flask import current_app

KEEP_SECONDS = 365 * 24 * 3600


def static_file(name: str) -> str:
    """The address of a file under static/, with a mark of what is in it, so that browsers keep it for a year.

    A file that is not there gets a bare address: the page still works, and the browser asks again.
    """
    file = Path(current_app.static_folder or "") / name
    if not file.is_file():
        return f"/static/{name}"
    return f"/static/{name}?v={mark_of(file, file.stat().st_mtime_ns)}"


@lru_cache(maxsize=512)
def mark_of(file: Path, changed: int) -> str:  # noqa: ARG001
    """A short mark of what a file held when it last changed."""
    return sha256(file.read_bytes()).hexdigest()[:12]


def is_kept(name: str, mark: str | None) -> bool:
    """Whether this address names just what the file holds now, so that it may be kept."""
    return mark is not None and static_file(name).endswith(f"?v={mark}")
