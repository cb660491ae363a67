"""Whatever may be done with the places of a course, one deed after another, by those who may do it."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select

from app.approvals import actions as approvals
from app.cpd import actions, queries
from app.cpd.models import Place
from app.cpd.values import Band, BookedBy, PlaceState, PlaceValue, Prices
from app.kernel.actor import Actor
from app.kernel.clock import LONDON
from app.kernel.database import session
from app.kernel.errors import NotFound, Refused
from app.kernel.money import Money
from tests.clock import START
from tests.cpd.booking_makers import make_booking, person
from tests.cpd.makers import World, make_course_and_run, make_run, make_session

PRICE = Money(1_000_02)
BANDS = (Band(12, None, 25), Band(5, 11, 75), Band(0, 4, 100))
"""A quarter and three quarters of the price end in half a penny."""
SPANS = (1, 5, 24, 72, 240)
Deed = tuple[str, int, int]


class Play:
    """Two runs of one course, of two sessions and of one that is full, and a clock.

    What the rules refuse leaves no trace.
    """

    def __init__(self, world: World) -> None:
        self.world, self.at, self.done = world, START, 0
        starts = datetime(2026, 12, 14, 9, 30, tzinfo=LONDON)
        sessions = tuple(make_session(starts + timedelta(weeks=week), capacity=2) for week in range(2))
        prices = Prices(other=PRICE)
        self.course, first = make_course_and_run(
            world.provider, sessions=sessions, booked_by=BookedBy.SESSION, prices=prices, bands=BANDS
        )
        second = make_run(world.provider, self.course, capacity=2, starts_at=starts + timedelta(weeks=5))
        self.runs = (first, second)
        for who, run in ((world.buyer, second), (world.other, second), (world.other, first)):
            make_booking(who, run)

    @property
    def actors(self) -> tuple[Actor, Actor, Actor]:
        """Who books: two trusts, and the provider for its own staff."""
        return self.world.buyer, self.world.other, self.world.provider

    def do(self, deed: Deed) -> None:
        """Do one deed, if the rules allow it."""
        name, first, second = deed
        try:
            with session().begin_nested():
                act: Callable[[int, int], None] = getattr(self, name)
                act(first, second)
                self.done += 1
        except (Refused, NotFound):
            pass

    def book(self, first: int, second: int) -> None:
        self._book(first, second, waiting=False)

    def wait(self, first: int, second: int) -> None:
        self._book(first, second, waiting=True)

    def _book(self, first: int, second: int, *, waiting: bool) -> None:
        run = self.runs[second % 7 == 0]
        every = [each.id for each in queries.get_run(run).sessions]
        wish = tuple(every[:: 1 + second % 2][: 1 + first % 2]) if second % 3 else ()
        people = (person("ABC"[second % 3]),) if first % 4 == 0 else ()
        who = self.actors[first % 3]
        count = 1 + second % 3
        make_booking(who, run, count, at=self.at, waiting=waiting, session_ids=wish, people=people)

    def approve(self, first: int, _: int) -> None:
        place = self._some(first, PlaceState.HELD)
        actor, why = self.world.cfo, "Needed"
        approvals.approve(reference=asked(place), reason="", waiver_reason=why, actor=actor, at=self.at)

    def refuse(self, first: int, _: int) -> None:
        place = self._some(first, PlaceState.HELD)
        approvals.decline(reference=asked(place), reason="No", actor=self.world.cfo, at=self.at)

    def cancel(self, first: int, second: int) -> None:
        states = (PlaceState.BOOKED,) if second % 2 else tuple(PlaceState)
        place = self._some(first, *states)
        actions.cancel_places(
            reference=place.booking_reference, place_ids=[place.id], actor=self._buyer(place), at=self.at
        )

    def accept(self, first: int, _: int) -> None:
        place = self._some(first, PlaceState.OFFERED)
        actions.accept_offer(
            reference=place.booking_reference, place_ids=[place.id], actor=self._buyer(place), at=self.at
        )

    def decline(self, first: int, _: int) -> None:
        place = self._some(first, PlaceState.OFFERED)
        actions.decline_offer(
            reference=place.booking_reference, place_ids=[place.id], actor=self._buyer(place), at=self.at
        )

    def promote(self, first: int, second: int) -> None:
        place = self._some(first, PlaceState.WAITING)
        provider = self.world.provider
        actions.promote(place_id=place.id, reason="Why", add_place=second % 2 == 0, actor=provider, at=self.at)

    def move(self, first: int, second: int) -> None:
        place = self._some(first, PlaceState.BOOKED, PlaceState.WAITING, PlaceState.OFFERED)
        to = self.runs[second % 2]
        actions.move_place(place_id=place.id, to_run_reference=to, reason="Why", actor=self.world.provider, at=self.at)

    def name(self, first: int, second: int) -> None:
        place = self._some(first, *PlaceState)
        who, at = person("ABC"[second % 3]), self.at
        actions.name_place(
            reference=place.booking_reference, place_id=place.id, new=who, actor=self._buyer(place), at=at
        )

    def resize(self, first: int, second: int) -> None:
        every = [each.id for run in self.runs for each in queries.get_run(run).sessions]
        number = every[first % len(every)]
        actions.set_capacity(session_id=number, capacity=1 + second % 5, actor=self.world.provider, at=self.at)

    def waive(self, first: int, _: int) -> None:
        place = self._some(first, PlaceState.ENDED)
        actions.waive_fee(place_id=place.id, reason="Why", actor=self.world.provider, at=self.at)

    def cancel_run(self, first: int, second: int) -> None:
        if second % 5 == 0:
            run = self.runs[first % 2]
            actions.cancel_run(reference=run, reason="Why", actor=self.world.provider, at=self.at)

    def wind(self, first: int, _: int) -> None:
        """The clock goes on, and the worker with it."""
        self.at += timedelta(hours=SPANS[first % len(SPANS)])
        actions.lapse_holds(at=self.at)
        actions.lapse_offers(at=self.at)
        actions.begin_runs(at=self.at)

    def _some(self, number: int, *states: PlaceState) -> PlaceValue:
        found = session().scalars(select(Place.id).where(Place.state.in_(states)).order_by(Place.id)).all()
        if not found:
            raise NotFound("nothing to do it to")
        place = found[number % len(found)]
        return queries.places_by_id([place])[place]

    def _buyer(self, place: PlaceValue) -> Actor:
        return next(each for each in self.actors if each.trust == place.buyer_id)


def asked(place: PlaceValue) -> str:
    """The approval that a place waits for."""
    assert place.approval_reference is not None
    return place.approval_reference


DEEDS: Sequence[str] = (
    *("book",) * 4,
    *("wait",) * 4,
    *("cancel",) * 3,
    *("accept",) * 3,
    *("wind",) * 2,
    *("approve", "refuse", "decline", "promote", "move", "name", "resize", "resize", "waive", "cancel_run"),
)
