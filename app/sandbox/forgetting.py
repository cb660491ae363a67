"""Forgets the demo's data, so that it begins again."""

import shutil
from pathlib import Path

from config import Settings, SettingsError

SQLITE = "sqlite:///"
STORES = ("stripe.db", "jobs.db")
FOLDERS = ("search", "mailbox", "uploads")
HALF_LOADED = "half-loaded"


def forget(settings: Settings) -> None:
    """Remove the demo's database and what it keeps in DATA_DIR, and nothing else that is there.

    Raises SettingsError, having removed nothing, where DEMO is off or the database is not SQLite.
    """
    if not settings.demo:
        raise SettingsError("DEMO is off: only a demo's data is ever forgotten.")
    if not settings.database_url.startswith(SQLITE):
        raise SettingsError("Only a demo on SQLite begins again by itself. Empty the database of DATABASE_URL first.")
    folder = settings.data_dir
    for file in (Path(settings.database_url.removeprefix(SQLITE)), *(folder / name for name in STORES)):
        for ending in ("", "-wal", "-shm"):
            file.with_name(file.name + ending).unlink(missing_ok=True)
    for name in FOLDERS:
        shutil.rmtree(folder / name, ignore_errors=True)
    (folder / HALF_LOADED).unlink(missing_ok=True)


def is_half_loaded(settings: Settings) -> bool:
    """Whether a load of the demo was cut short."""
    return (settings.data_dir / HALF_LOADED).exists()
