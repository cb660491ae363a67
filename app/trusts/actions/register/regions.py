"""The home region of each trust: where most of its schools are."""

from sqlalchemy import func, select, update

from app.kernel.database import session
from app.trusts.models import School, SchoolMembership, Trust
from app.trusts.values import Region


def settle_regions() -> None:
    """Give each trust the region of most of its present schools; of two alike, the first by letter.

    A trust without schools keeps the region it had.
    """
    home: dict[int, Region] = {}
    for trust_id, region in _most_schools_last():
        home[trust_id] = region
    rows = session().execute(select(Trust.id, Trust.region).where(Trust.id.in_(home)))
    changed = [{"id": trust_id, "region": home[trust_id]} for trust_id, region in rows if home[trust_id] != region]
    if changed:
        session().execute(update(Trust), changed)


def _most_schools_last() -> list[tuple[int, Region]]:
    count = func.count()
    rows = session().execute(
        select(SchoolMembership.trust_id, School.region, count)
        .join(School, School.id == SchoolMembership.school_id)
        .where(SchoolMembership.left_date.is_(None), School.region.is_not(None))
        .group_by(SchoolMembership.trust_id, School.region)
        .order_by(count, School.region.desc())
    )
    return [(trust_id, region) for trust_id, region, _ in rows if region]
