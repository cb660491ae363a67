"""Where the index lives: a folder for each build of it, and a small file that names the one in use.

An index holds pickles, so its folder must be as trusted as the code: only its owner may enter it.
"""

import fcntl
import os
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import structlog

from app.search.index import IndexBusy, IndexUnready

log = structlog.get_logger(__name__)
POINTER = "current"
LOCK = "writing.lock"
SPOILT = "spoilt"
PAUSE = 0.02


class Folders:
    """The builds of one index under one folder."""

    def __init__(self, folder: Path, version: str) -> None:
        self._folder = folder
        self._version = version

    def current(self) -> Path:
        """The build in use. Raises IndexUnready when there is none, or none that can be read."""
        try:
            name = (self._folder / POINTER).read_text()
        except FileNotFoundError:
            raise IndexUnready("there is no index") from None
        except (OSError, UnicodeDecodeError) as error:
            raise IndexUnready(f"the pointer cannot be read: {error!r}") from error
        if not name.startswith(f"{self._version}-") or "/" in name:
            raise IndexUnready(f"the index is of another version: {name[:40]!r}")
        build = self._folder / name
        if (build / SPOILT).exists() or not build.is_dir():
            raise IndexUnready(f"the index is spoilt: {name}")
        return build

    @contextmanager
    def reading(self, build: Path) -> Iterator[None]:
        """Read from a build. Raises IndexUnready for whatever goes wrong with that.

        What is wrong with the files themselves is made known to every process, so that the worker builds anew.
        A build that was swapped out and removed meanwhile is merely not ready.
        """
        try:
            yield
        except (IndexUnready, IndexBusy):
            raise
        except Exception as error:
            log.error("search.unreadable", build=build.name, error=repr(error))
            passing = isinstance(error, MemoryError | OSError) and not isinstance(error, FileNotFoundError)
            if not passing and build.is_dir():
                (build / SPOILT).touch()
            raise IndexUnready(f"the index cannot be read: {error!r}") from error

    def new(self) -> Path:
        """An empty folder for a new build."""
        self._own(self._folder)
        build = self._folder / f"{self._version}-{time.time_ns()}-{secrets.token_hex(2)}"
        self._own(build)
        return build

    def swap(self, build: Path) -> None:
        """Put a finished build into use in one step; the one before it is kept for searches under way."""
        before = self._named()
        pointer = self._folder / f"{POINTER}.new"
        pointer.write_text(build.name)
        _to_disk(build, *build.iterdir(), pointer)
        os.replace(pointer, self._folder / POINTER)
        _to_disk(self._folder)
        self.clear(keep={build.name, before})

    def clear(self, keep: set[str]) -> None:
        """Remove builds that are no longer of use."""
        for each in self._folder.iterdir():
            if each.is_dir() and each.name not in keep:
                shutil.rmtree(each, ignore_errors=True)

    @contextmanager
    def alone(self, wait: float) -> Iterator[None]:
        """Have the folder alone among all threads and processes. Raises IndexBusy after `wait` seconds."""
        self._own(self._folder)
        with (self._folder / LOCK).open("w") as lock:
            _take(lock.fileno(), time.monotonic() + wait)
            yield

    def _named(self) -> str:
        try:
            return (self._folder / POINTER).read_text()
        except (OSError, UnicodeDecodeError):
            return ""

    def _own(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)


def _take(lock: int, until: float) -> None:
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() >= until:
                raise IndexBusy("another writer has the index") from None
            time.sleep(PAUSE)


def _to_disk(*paths: Path) -> None:
    for path in paths:
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
