"""The trusts of an import."""

from collections import Counter
from typing import Any

from sqlalchemy import insert, select, update

from app.kernel.database import session
from app.trusts.gias import TrustEntry, TrustFile
from app.trusts.models import Trust
from app.trusts.values import Tally, TrustClosed, TrustNews, TrustRenamed, TrustReopened


def apply_trusts(file: TrustFile) -> tuple[Tally, list[TrustNews]]:
    """Add and change trusts, and say what others want to hear of it.

    Closing and reopening follow the status that the file gives.
    """
    known = _known()
    tally = Tally(left_out=dict(Counter(file.left_out)))
    added: list[dict[str, Any]] = []
    changed: list[dict[str, Any]] = []
    heard: list[TrustNews] = []
    for entry in file.entries:
        before = known.pop(entry.uid, None)
        if before is None:
            added.append(entry.columns())
        else:
            changed += _change(entry, before, tally)
            heard += _news(entry, before)
    tally.added = len(added)
    tally.omitted = len(known)
    if added:
        session().execute(insert(Trust), added)
    if changed:
        session().execute(update(Trust), changed)
    return tally, heard


def _known() -> dict[str, dict[str, Any]]:
    columns = [each for each in Trust.__table__.columns if each.name != "region"]
    return {row.uid: dict(row._mapping) for row in session().execute(select(*columns))}


def _change(entry: TrustEntry, before: dict[str, Any], tally: Tally) -> list[dict[str, Any]]:
    after = entry.columns()
    if all(before[name] == value for name, value in after.items()):
        tally.unchanged += 1
        return []
    if before["is_open"] and not entry.is_open:
        tally.closed += 1
    else:
        tally.changed += 1
    return [after | {"id": before["id"]}]


def _news(entry: TrustEntry, before: dict[str, Any]) -> list[TrustNews]:
    trust_id, was_open = before["id"], before["is_open"]
    heard: list[TrustNews] = []
    if was_open and not entry.is_open:
        heard.append(TrustClosed(trust_id))
    if entry.is_open and not was_open:
        heard.append(TrustReopened(trust_id))
    if before["name"] != entry.columns()["name"]:
        heard.append(TrustRenamed(trust_id))
    return heard
