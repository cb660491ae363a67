"""What the texts of an advert give away: signs of agency supply, and of an availability what says who it is about."""

from datetime import date

from app.listings.values import ListingDraft
from app.secondments.queries.secondees import secondees_by_id
from app.secondments.rules import agency, anonymity
from app.secondments.values import AVAILABILITY, Finding, Known, Particulars, Sign
from app.trusts import queries as trusts

Texts = dict[str, str]


def signs_in(shared: ListingDraft, particulars: Particulars) -> tuple[Sign, ...]:
    """The signs of agency supply in an advert."""
    return agency.signs(_texts(shared, particulars).values(), particulars)


def findings_in(
    kind: str, shared: ListingDraft, particulars: Particulars, trust_id: int, on: date
) -> tuple[Finding, ...]:
    """What in an availability of a trust says, or may say, who it is about; nothing is looked for in an opportunity."""
    if kind != AVAILABILITY:
        return ()
    return anonymity.findings(_texts(shared, particulars), _known(particulars, trust_id, on))


def _texts(shared: ListingDraft, particulars: Particulars) -> Texts:
    own = {name: getattr(particulars, name) for name in ("essential", "desirable", "gain")}
    return {"title": shared.title, "summary": shared.summary, "description": shared.description, **own}


def _known(particulars: Particulars, trust_id: int, on: date) -> Known:
    """The names that the site knows of the home trust, its schools and the person."""
    trust, schools = trusts.get_trust(trust_id), trusts.list_schools(trust_id, on)
    chosen = next((each for each in schools if each.id == particulars.school_id), None)
    shown = chosen if particulars.shows_school else None
    open_places = {shown.town, shown.la_name} if shown else set()
    places = {place for each in schools for place in (each.town, each.la_name) if place} | {trust.town}
    person = (
        secondees_by_id([particulars.secondee_id]).get(particulars.secondee_id) if particulars.secondee_id else None
    )
    return Known(
        trust=trust.name,
        schools=tuple(each.name for each in schools),
        places=tuple(sorted(places - open_places - {""})),
        person=person.name if person and not person.is_erased else "",
        shown_school=shown.name if shown else "",
    )
