"""Bringing the register up to date with the files of Get Information About Schools."""

from datetime import datetime
from pathlib import Path

from app.audit import actions as audit
from app.kernel.boards import news
from app.kernel.clock import london_date
from app.kernel.database import session
from app.trusts import gias
from app.trusts.actions.register.regions import settle_regions
from app.trusts.actions.register.schools import apply_schools
from app.trusts.actions.register.trusts import apply_trusts
from app.trusts.gias import SchoolFile, TrustFile, Watch, unwatched
from app.trusts.values import RegisterReport


def import_register(*, groups: Path, academies: Path, at: datetime, watch: Watch = unwatched) -> RegisterReport:
    """Bring the register up to date with two files of GIAS: all groups, and establishments.

    Importing the same files again changes nothing. What a file omits is counted and never closed.
    Raises BadFile naming file, line and column where a file is wrong; then nothing has changed.
    """
    trusts = gias.read_trusts(groups, watch)
    schools = gias.read_schools(academies, watch)
    return apply_register(trusts=trusts, schools=schools, at=at)


def apply_register(*, trusts: TrustFile, schools: SchoolFile, at: datetime) -> RegisterReport:
    """Bring the register up to date with what was read, and say what that changed.

    A school that moved leaves its old trust, and joins the new one, on the day of the import, or on
    the day the new trust opened where that came after the old one was last heard of.
    """
    tally, heard = apply_trusts(trusts)
    report = RegisterReport(trusts=tally, schools=apply_schools(schools, on=london_date(at)))
    settle_regions()
    session().expire_all()
    if report.anything:
        audit.record(
            actor=None,
            verb="trusts.register_imported",
            subject="register",
            at=at,
            facts={"trusts": report.trusts.as_facts(), "schools": report.schools.as_facts()},
        )
    for event in heard:
        news.tell_later(event, key=f"trusts.{type(event).__name__}:{event.trust_id}:{at.isoformat()}", at=at)
    return report
