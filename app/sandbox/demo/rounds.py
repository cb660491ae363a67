"""Plays the demo's joint rounds: published, moved on by their days and their leads, won, given up."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from app.approvals.rules import standstill_ends
from app.approvals.values import ExemptionGround
from app.kernel.actor import Actor
from app.kernel.unit_price import UnitPrice
from app.procurement.actions.awards import record_awards
from app.procurement.actions.exemptions import record_exemption
from app.procurement.actions.rounds import draft_round, publish_round
from app.procurement.actions.stages import abandon_round, follow_dates, move_round
from app.procurement.queries.rounds import get_round
from app.procurement.values import AwardTyped, RoundValue, Stage
from app.sandbox.demo.courses import Programme
from app.sandbox.demo.round_content import WrittenRound, round_content
from app.sandbox.demo.term import moment, working_day
from app.sandbox.demo.timeline import Step
from app.trusts import queries as trusts

EARLY, AFTERNOON = time(6), time(14)
BY_DATE = ("interest_by", "intention_by", "tenders_by")
"""The days after which a round moves on by itself."""


@dataclass
class Buying:
    """The demo's rounds and deals while they are played: the references of what is there, by key."""

    programme: Programme
    rounds: dict[str, str] = field(default_factory=dict)
    deals: dict[str, str] = field(default_factory=dict)

    @property
    def today(self) -> date:
        """The day on which the demo is loaded."""
        return self.programme.today

    def add(self, ago: int, step: Step, at: time = time(10)) -> None:
        """Have a step played at a time of a working day so many ago."""
        self.programme.timeline.add(moment(working_day(self.today, -ago), at), step)

    def round(self, written: WrittenRound) -> RoundValue:
        """A round that is published."""
        return get_round(self.rounds[written.key])

    def lead(self, written: WrittenRound) -> Actor:
        """Whoever runs a round."""
        return self.programme.acting(written.by, written.trust)


def trust_ids(uids: Iterable[str]) -> frozenset[int]:
    """The ids of trusts by their UIDs."""
    return frozenset(trusts.get_trust_by_uid(uid).id for uid in uids)


def plan_rounds(programme: Programme) -> Buying:
    """Put every round on the timeline; returns what they come to be known by."""
    buying = Buying(programme)
    for written in round_content():
        buying.add(written.opened, lambda at, written=written: _open(buying, written, at))  # type: ignore[misc]
        _plan_days(buying, written)
        _plan_end(buying, written)
    return buying


def _open(buying: Buying, written: WrittenRound, at: datetime) -> None:
    lead, typed = buying.lead(written), written.typed(buying.today, trust_ids(written.invited))
    reference = draft_round(shared=written.shared(), typed=typed, actor=lead, at=at)
    publish_round(reference=reference, actor=lead, at=at)
    buying.rounds[written.key] = reference


def _plan_days(buying: Buying, written: WrittenRound) -> None:
    """The daily job runs early on the day after each day of a timetable that has passed."""
    days = [getattr(written.timetable(buying.today), name) for name in BY_DATE]
    if written.awarded is not None:
        days.append(standstill_ends(working_day(buying.today, -written.awarded)))
    for day in days:
        if day < buying.today:
            buying.programme.timeline.add(moment(day + timedelta(days=1), EARLY), follow_dates)


def _plan_end(buying: Buying, written: WrittenRound) -> None:
    """What the lead does besides: an exemption, the bids, the award, giving up."""
    if written.exemption is not None:
        buying.add(written.exemption.recorded, lambda at: _exempt(buying, written, at))
    if written.out is not None:
        buying.add(written.out, lambda at: _move(buying, written, Stage.OUT_TO_BID, at), AFTERNOON)
    if written.awarded is not None:
        buying.add(written.awarded, lambda at: _award(buying, written, at))
    if written.offered is not None:
        buying.add(written.offered, lambda at: _move(buying, written, Stage.CALL_OFF, at))
    if written.abandoned is not None:
        buying.add(written.abandoned, lambda at: _abandon(buying, written, at))


def _exempt(buying: Buying, written: WrittenRound, at: datetime) -> None:
    assert written.exemption is not None, f"{written.key} has an exemption"
    record_exemption(
        reference=buying.rounds[written.key],
        ground=ExemptionGround(written.exemption.ground),
        reason=written.exemption.reason,
        actor=buying.lead(written),
        at=at,
    )


def _move(buying: Buying, written: WrittenRound, stage: Stage, at: datetime, *, day: date | None = None) -> None:
    reference, lead = buying.rounds[written.key], buying.lead(written)
    move_round(reference=reference, stage=stage, standstill=day, actor=lead, at=at)


def _award(buying: Buying, written: WrittenRound, at: datetime) -> None:
    """Who won each lot is recorded, and the outcome published the same day."""
    day = working_day(buying.today, -(written.awarded or 0))
    awards = [
        AwardTyped(lot.id, said.supplier, UnitPrice.typed(said.awarded_at), day)
        for lot, said in zip(buying.round(written).lots, written.lots, strict=True)
    ]
    record_awards(reference=buying.rounds[written.key], awards=awards, actor=buying.lead(written), at=at)
    _move(buying, written, Stage.STANDSTILL, at, day=day)


def _abandon(buying: Buying, written: WrittenRound, at: datetime) -> None:
    abandon_round(reference=buying.rounds[written.key], reason=written.reason, actor=buying.lead(written), at=at)
