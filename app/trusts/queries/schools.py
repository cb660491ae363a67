"""Finding schools in the register."""

from sqlalchemy import select

from app.kernel.database import session
from app.trusts.models import School, SchoolMembership
from app.trusts.queries.register import school_value
from app.trusts.rules.words import needle, words_of
from app.trusts.values import SchoolValue


def search_schools(text: str, *, most: int = 20) -> list[SchoolValue]:
    """The open schools of which every word of the text begins a word of name, town, URN or postcode, by name.

    A text without words finds none.
    """
    words = words_of(text)
    if not words:
        return []
    found = select(School, SchoolMembership.trust_id).join(SchoolMembership, SchoolMembership.school_id == School.id)
    query = found.where(SchoolMembership.left_date.is_(None), School.is_open)
    query = query.where(*(School.search_text.contains(needle(word)) for word in words))
    rows = session().execute(query.order_by(School.sort_name, School.id).limit(most))
    return [school_value(school, trust_id) for school, trust_id in rows]
