"""Puts the demo's people who may be lent on record, and publishes and closes its adverts, each at its moment."""

from dataclasses import dataclass, field
from datetime import datetime

from app.kernel.actor import Actor
from app.kernel.money import Money
from app.listings.values import ClosedAs, ListingDraft, Subject
from app.sandbox.demo.advert_content import WrittenAdvert, advert_content
from app.sandbox.demo.courses import Programme
from app.sandbox.demo.term import moment, school_day, working_day
from app.secondments import actions as secondments
from app.secondments.actions.secondees import add_secondee
from app.secondments.values import (
    CostBasis,
    Fte,
    HalfTerm,
    Level,
    Particulars,
    Pattern,
    Purpose,
    RoleFamily,
    SecondeeDraft,
    Weekday,
    Working,
)
from app.trusts.values import Phase


@dataclass
class Lending:
    """The demo's secondments while they are played: the ids of the people and the references of what is there."""

    programme: Programme
    secondees: dict[str, int] = field(default_factory=dict)
    adverts: dict[str, str] = field(default_factory=dict)
    interests: dict[str, str] = field(default_factory=dict)
    secondments: dict[str, str] = field(default_factory=dict)


def plan_adverts(programme: Programme) -> Lending:
    """Put the people and the adverts on the timeline; returns what they come to be known by."""
    lending = Lending(programme)
    for advert in advert_content().adverts:
        plan_advert(lending, advert)
    return lending


def plan_advert(lending: Lending, advert: WrittenAdvert) -> None:
    """Put an advert on the timeline: drafted, published, and closed where it is over."""
    timeline, today = lending.programme.timeline, lending.programme.today
    opened = moment(working_day(today, -advert.opened))
    timeline.add(opened, lambda at: lending.adverts.update({advert.key: _draft(lending, advert, at)}))
    if advert.state == "published":
        timeline.add(opened, lambda at: _publish(lending, advert, at))
    if advert.filled is not None:
        timeline.add(moment(working_day(today, -advert.filled)), lambda at: _fill(lending, advert, at))
    elif advert.closing is not None and advert.closing < 0:
        passed = moment(working_day(today, advert.closing + 1))
        timeline.add(passed, lambda at: secondments.close_passed(at))


def _draft(lending: Lending, advert: WrittenAdvert, at: datetime) -> str:
    actor = lending.programme.acting(advert.author, advert.trust)
    if advert.secondee:
        on_record(lending, advert.secondee, actor, at)
    shared = ListingDraft(
        title=advert.title,
        summary=advert.summary,
        description=advert.description,
        phases=frozenset(Phase(phase) for phase in advert.phases),
    )
    return secondments.draft_advert(
        kind=advert.kind,
        shared=shared,
        particulars=particulars_of(lending, advert),
        actor=actor,
        at=at,
    )


def particulars_of(lending: Lending, advert: WrittenAdvert) -> Particulars:
    """What is particular to an advert, as its HR lead typed it."""
    today = lending.programme.today
    return Particulars(
        family=RoleFamily(advert.family),
        level=Level(advert.level),
        subjects=frozenset(map(Subject, advert.subjects)),
        purpose=Purpose(advert.purpose),
        start_date=None if advert.starts is None else school_day(today, advert.starts),
        weeks=advert.weeks,
        working=_working(advert),
        school_id=lending.programme.school(advert.school),
        miles=advert.miles,
        part_remote=advert.part_remote,
        essential=advert.essential,
        desirable=advert.desirable,
        gain=advert.gain,
        basis=CostBasis(advert.basis) if advert.basis else None,
        share_percent=advert.share,
        band_from=Money(advert.salary[0] * 100) if advert.salary else None,
        band_to=Money(advert.salary[1] * 100) if advert.salary else None,
        closing_date=None if advert.closing is None else working_day(today, advert.closing),
        secondee_id=lending.secondees.get(advert.secondee),
    )


def _working(advert: WrittenAdvert) -> Working | None:
    if not advert.pattern:
        return None
    days, half_terms = frozenset(map(Weekday, advert.days)), frozenset(map(HalfTerm, advert.half_terms))
    return Working(Pattern(advert.pattern), Fte.typed(advert.fte), days, half_terms)


def on_record(lending: Lending, key: str, actor: Actor, at: datetime) -> int:
    """The id of somebody whom their employer would lend, put on record where they are not."""
    if key not in lending.secondees:
        written = next(each for each in advert_content().secondees if each.key == key)
        draft = SecondeeDraft(written.name, written.email, written.post, written.profile)
        lending.secondees[key] = add_secondee(draft=draft, actor=actor, at=at)
    return lending.secondees[key]


def _publish(lending: Lending, advert: WrittenAdvert, at: datetime) -> None:
    actor = lending.programme.acting(advert.author, advert.trust)
    secondments.publish_advert(reference=lending.adverts[advert.key], actor=actor, at=at)


def _fill(lending: Lending, advert: WrittenAdvert, at: datetime) -> None:
    actor = lending.programme.acting(advert.author, advert.trust)
    reference = lending.adverts[advert.key]
    secondments.close_advert(reference=reference, actor=actor, at=at, closed_as=ClosedAs.FILLED)
