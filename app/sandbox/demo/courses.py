"""Publishes the demo's courses and adds their runs, each at its moment."""

from dataclasses import dataclass, field
from datetime import date, datetime

from app.cpd import actions as cpd
from app.cpd.values import (
    Band,
    BookedBy,
    CareerStage,
    ChargeOn,
    CourseFormat,
    Npq,
    Particulars,
    Prices,
    RunDraft,
    SessionDraft,
    StaffRole,
    StandardPart,
    Subject,
    Venue,
)
from app.kernel.actor import Actor
from app.kernel.clock import london_date
from app.kernel.money import Money
from app.kernel.vat import VatTreatment
from app.listings.values import ALL_ENGLAND, ListingDraft
from app.sandbox.demo.course_content import WrittenCourse, WrittenPartnership, WrittenRun, course_content
from app.sandbox.demo.stage import Stage, acting, holder
from app.sandbox.demo.term import moment, school_day, working_day
from app.sandbox.demo.timeline import Timeline
from app.trusts import queries as trusts
from app.trusts.values import Phase, Region, Role


@dataclass
class Programme:
    """The demo's courses while they are played: what is due when, and the references of what is there.

    `to_pay` are the invoices that are to be paid, each with its buyer's UID.
    """

    stage: Stage
    timeline: Timeline
    courses: dict[str, str] = field(default_factory=dict)
    runs: dict[str, str] = field(default_factory=dict)
    bookings: dict[str, str] = field(default_factory=dict)
    to_pay: list[tuple[str, str]] = field(default_factory=list)
    _schools: dict[str, int] = field(default_factory=dict)
    _actors: dict[tuple[str, str], Actor] = field(default_factory=dict)

    @property
    def today(self) -> date:
        """The day in England on which the demo is loaded."""
        return london_date(self.stage.now)

    def days_of(self, run: WrittenRun) -> list[date]:
        """The days of a run's sessions."""
        return [school_day(self.today, each) for each in run.days]

    def anchor(self, run: WrittenRun) -> date:
        """The day from which what is done about a run is counted: its first, or today where that is to come."""
        return min([*self.days_of(run), self.today])

    def ago(self, run: WrittenRun, days: int) -> datetime:
        """The moment so many working days before a run's anchor; on the day itself it is as late as can be."""
        return moment(working_day(self.anchor(run), -days)) if days else self.stage.now

    def acting(self, email: str, uid: str) -> Actor:
        """Someone acting for one of their trusts, looked up once: nobody's roles change while courses are played."""
        if (email, uid) not in self._actors:
            self._actors[email, uid] = acting(email, uid)
        return self._actors[email, uid]

    def payer(self, uid: str) -> Actor:
        """Whoever accepts a trust's charges, looked up once."""
        if ("", uid) not in self._actors:
            self._actors["", uid] = acting(holder(uid, Role.FINANCE), uid)
        return self._actors["", uid]

    def school(self, urn: str) -> int:
        """The id of a school of the demo's trusts."""
        if not self._schools:
            self._schools = schools_by_urn(self.today)
        return self._schools[urn]


def plan_courses(programme: Programme) -> None:
    """Put the courses, their runs and the partners of their providers on the timeline."""
    for course in course_content().courses:
        _plan_course(programme, course)
    for each in course_content().partnerships:
        first = min(
            opened_at(programme, course) for course in course_content().courses if course.trust == each.provider
        )
        programme.timeline.add(first, lambda at, each=each: _set_partners(programme, each, at))  # type: ignore[misc]


def _plan_course(programme: Programme, course: WrittenCourse) -> None:
    opened, timeline = opened_at(programme, course), programme.timeline
    timeline.add(opened, lambda at: programme.courses.update({course.key: _draft(programme, course, at)}))
    runs = course_content().runs_of(course.key)
    for run in runs:
        if run.added is None:
            timeline.add(opened, lambda at, run=run: _add_run(programme, course, run, at))  # type: ignore[misc]
        else:
            added = programme.ago(run, run.added)
            timeline.add(added, lambda at, run=run: _add_run(programme, course, run, at))  # type: ignore[misc]
    if course.state == "published":
        timeline.add(opened, lambda at: _publish(programme, course, at))


def opened_at(programme: Programme, course: WrittenCourse) -> datetime:
    """When a course was published: before the first of its runs, or before today."""
    anchors = [programme.anchor(run) for run in course_content().runs_of(course.key)]
    return moment(working_day(min([*anchors, programme.today]), -course.opened))


def _draft(programme: Programme, course: WrittenCourse, at: datetime) -> str:
    shared = ListingDraft(
        title=course.title,
        summary=course.summary,
        description=course.description,
        category=course.category,
        phases=frozenset(Phase(phase) for phase in course.phases),
        regions=ALL_ENGLAND if course.regions == ["all"] else frozenset(Region(code) for code in course.regions),
    )
    typed = particulars_of(programme, course)
    return cpd.draft_course(
        shared=shared, particulars=typed, actor=programme.acting(course.author, course.trust), at=at
    )


def particulars_of(programme: Programme, course: WrittenCourse) -> Particulars:
    """What is particular to a course, as its provider typed it."""
    return Particulars(
        format=CourseFormat(course.format),
        outcomes=course.outcomes,
        roles=frozenset(StaffRole(each) for each in course.roles),
        subjects=frozenset(Subject(each) for each in course.subjects),
        career_stages=frozenset(CareerStage(each) for each in course.career_stages),
        standard={StandardPart(part): text for part, text in course.standard.items()},
        presenter=course.presenter,
        prerequisites=course.prerequisites,
        learning_minutes=course.minutes,
        npq=_npq(programme, course) if course.npq_course else None,
        prices=_prices(course),
        vat_treatment=VatTreatment(course.vat_treatment) if course.vat_treatment else None,
        vat_reason=course.vat_reason,
        booked_by=BookedBy(course.booked_by),
        charge_on=ChargeOn(course.charge_on),
        bands=_bands(course.bands),
        no_show_percent=course.no_show_percent,
        hold_days=course.hold_days,
        naming_days=course.naming_days,
        offer_hours=course.offer_hours,
        attendance_percent=course.attendance_percent,
        joining_instructions=course.joining_instructions,
    )


def _npq(programme: Programme, course: WrittenCourse) -> Npq:
    """The cohort is that of the first run: they begin in spring and in autumn."""
    begins = min(min(programme.days_of(run)) for run in course_content().runs_of(course.key))
    cohort = f"{'Autumn' if begins.month >= 8 else 'Spring'} {begins.year}"
    return Npq(course.npq_course, course.npq_lead_provider, cohort, course.npq_funded)


def _prices(course: WrittenCourse) -> Prices:
    return Prices(
        is_free=course.free,
        other=_money(course.price_pence),
        partner=_money(course.partner_pence),
        early=_money(course.early_pence),
        early_days=course.early_days,
        whole_school=_money(course.whole_school_pence),
        whole_school_places=course.whole_school_places,
    )


def _money(pence: int | None) -> Money | None:
    return None if pence is None else Money(pence)


def _bands(written: list[tuple[int, int]]) -> tuple[Band, ...]:
    """Each band reaches up to the one before it; the first has no end."""
    ends = [None, *(notice - 1 for notice, _ in written)]
    return tuple(Band(notice, end, percent) for (notice, percent), end in zip(written, ends, strict=False))


def _publish(programme: Programme, course: WrittenCourse, at: datetime) -> None:
    actor = programme.acting(course.author, course.trust)
    cpd.publish_course(reference=programme.courses[course.key], actor=actor, at=at)


def _add_run(programme: Programme, course: WrittenCourse, run: WrittenRun, at: datetime) -> None:
    decide = None if run.decide_in is None else working_day(programme.today, run.decide_in)
    draft = RunDraft(
        sessions=tuple(_session(programme, run, each) for each in run.days),
        minimum_places=run.minimum_places,
        decide_on_date=decide,
    )
    reference = programme.courses[course.key]
    actor = programme.acting(course.author, course.trust)
    programme.runs[run.key] = cpd.add_run(course_reference=reference, draft=draft, actor=actor, at=at)


def _session(programme: Programme, run: WrittenRun, written: int) -> SessionDraft:
    day = school_day(programme.today, written)
    is_online = written in run.online or not (run.school or run.address)
    at_school = bool(run.school) and not is_online
    return SessionDraft(
        starts_at=moment(day, run.starts),
        ends_at=moment(day, run.ends),
        venue=Venue.ONLINE if is_online else Venue.SCHOOL if at_school else Venue.ADDRESS,
        capacity=run.capacity,
        school_id=programme.school(run.school) if at_school else None,
        address="" if is_online or at_school else run.address,
        postcode="" if is_online or at_school else run.postcode,
        link=run.link if is_online else "",
    )


def schools_by_urn(on: date) -> dict[str, int]:
    """The ids of the schools of the demo's trusts on a day, by their URN."""
    uids = [each.uid for each in course_content().staff]
    listed = [trusts.list_schools(trusts.get_trust_by_uid(uid).id, on) for uid in uids]
    return {school.urn: school.id for schools in listed for school in schools}


def _set_partners(programme: Programme, written: WrittenPartnership, at: datetime) -> None:
    ids = [trusts.get_trust_by_uid(uid).id for uid in written.partners]
    cpd.set_partners(trust_ids=ids, actor=programme.acting(written.by, written.provider), at=at)
