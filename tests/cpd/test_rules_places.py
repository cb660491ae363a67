"""Who may book, what may be chosen, and until when places are held and named."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from app.cpd import rules
from app.cpd.values import (
    BookedBy,
    BookingChoice,
    DelegateValue,
    NewDelegate,
    RunCancellationValue,
    RunValue,
    SessionValue,
    Venue,
)
from app.listings.values import ListingState, ListingValue
from app.trusts.values import TrustKind, TrustValue

AT = datetime(2026, 11, 20, 10, tzinfo=UTC)
START = datetime(2027, 2, 1, 9, 30, tzinfo=UTC)
OAK = TrustValue(1, "1", "Oak Trust", TrustKind.MULTI_ACADEMY_TRUST, True, "", "", "", "", ())
ELM = TrustValue(2, "2", "Elm Trust", TrustKind.MULTI_ACADEMY_TRUST, True, "", "", "", "", ())
LISTING = ListingValue(1, "LST-22222", "course", 2, "Reading", "", "", "", (), (), ListingState.PUBLISHED, 1, AT, AT)
ANN = DelegateValue(7, 1, "Ann Archer", "ann@oak.example", None)


def session(number: int, *, capacity: int = 10, taken: int = 0) -> SessionValue:
    starts = START + timedelta(weeks=number - 1)
    return SessionValue(
        number, 1, number, starts, starts + timedelta(hours=6), Venue.ONLINE, None, "", "", "", "Online", None, None,
        capacity, taken, f"uid{number}", 0,
    )  # fmt: skip


RUN = RunValue(1, "RUN-22222", 1, 2, "", (session(1), session(2)))


def test_a_trust_may_book_on_a_published_course_to_come() -> None:
    rules.check_can_book(LISTING, RUN, buyer=OAK, provider=ELM, at=AT)
    rules.check_can_book(LISTING, RUN, buyer=ELM, provider=ELM, at=AT)


def test_a_closed_course_is_not_booked() -> None:
    with pytest.raises(rules.CourseClosed):
        rules.check_can_book(replace(LISTING, state=ListingState.CLOSED), RUN, buyer=OAK, provider=ELM, at=AT)


def test_a_run_is_booked_until_the_moment_it_begins() -> None:
    tick = timedelta(microseconds=1)
    rules.check_open(RUN, START - tick)
    for at in (START, START + tick):
        with pytest.raises(rules.CannotBook, match="has begun"):
            rules.check_open(RUN, at)


@pytest.mark.parametrize("booked_by", list(BookedBy))
@pytest.mark.parametrize("seconds", [-1, 0, 1])
@pytest.mark.parametrize("number", [1, 2])
def test_a_session_may_be_asked_for_until_it_or_the_whole_course_begins(
    booked_by: BookedBy, seconds: int, number: int
) -> None:
    run = replace(RUN, booked_by=booked_by)
    at = run.sessions[number - 1].starts_at + timedelta(seconds=seconds)
    begun = number - (seconds < 0)
    ended = 2 if booked_by is BookedBy.WHOLE and begun else begun
    found = [each.id for each in run.open_sessions(at)]
    assert found == [1, 2][ended:]
    assert run.is_open(at) is bool(found)
    assert run.next_date(at) == (run.sessions[1] if found == [2] else run.sessions[0]).date
    for each in (1, 2):
        if each in found:
            rules.check_to_come(run, [each], at)
        else:
            with pytest.raises(rules.CannotBook, match="has begun"):
                rules.check_to_come(run, [each], at)


def test_what_is_left_of_a_run_is_left_in_the_sessions_to_come() -> None:
    run = replace(RUN, sessions=(session(1, taken=1), session(2, taken=4)), booked_by=BookedBy.SESSION)
    tick = timedelta(microseconds=1)
    assert [run.left_at(each) for each in (START - tick, START, run.sessions[1].starts_at)] == [9, 6, 0]
    assert replace(run, booked_by=BookedBy.WHOLE).left_at(START - tick) == 6


def test_a_place_begins_with_the_first_of_its_own_sessions() -> None:
    first, second = (each.starts_at for each in RUN.sessions)
    assert [RUN.start_of(each) for each in ((1, 2), (1,), (2,), ())] == [first, first, second, first]


def test_a_cancelled_run_is_not_booked() -> None:
    with pytest.raises(rules.CannotBook, match="was cancelled"):
        rules.check_open(replace(RUN, cancellation=RunCancellationValue("Snow", AT)), AT)
    gone = replace(RUN, cancellation=RunCancellationValue("Snow", AT), booked_by=BookedBy.SESSION)
    assert gone.open_sessions(AT) == ()


def test_neither_trust_may_be_closed_on_the_register() -> None:
    with pytest.raises(rules.CannotBook, match="Your trust is closed"):
        rules.check_can_book(LISTING, RUN, buyer=replace(OAK, is_open=False), provider=ELM, at=AT)
    with pytest.raises(rules.CannotBook, match="Elm Trust is closed"):
        rules.check_can_book(LISTING, RUN, buyer=OAK, provider=replace(ELM, is_open=False), at=AT)


@pytest.mark.parametrize(("count", "is_right"), [(0, False), (1, True), (50, True), (51, False)])
def test_a_booking_is_of_one_to_fifty_places(count: int, is_right: bool) -> None:
    choice = BookingChoice(1, to_follow=count)
    if is_right:
        rules.check_choice(choice, booked_by=BookedBy.WHOLE, run=RUN, known=[])
        return
    with pytest.raises(rules.CannotBook) as refused:
        rules.check_choice(choice, booked_by=BookedBy.WHOLE, run=RUN, known=[])
    assert refused.value.field == "delegates"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"to_follow": -1, "delegate_ids": (1, 2)}, "to_follow"),
        ({"session_ids": (1,)}, "sessions"),
        ({"new_delegates": (NewDelegate("", "a@b.example"),)}, "name_1"),
        ({"new_delegates": (NewDelegate("A" * 101, "a@b.example"),)}, "name_1"),
        ({"new_delegates": (NewDelegate("A", "a@b.example"), NewDelegate("B", "b.example"))}, "email_2"),
        ({"new_delegates": (NewDelegate("A", "a@b"),)}, "email_1"),
        ({"new_delegates": (NewDelegate("A", "a b@c.example"),)}, "email_1"),
        ({"new_delegates": (NewDelegate("A", f"a@{'b' * 250}.uk"),)}, "email_1"),
        ({"new_delegates": (NewDelegate("A", "a@b.example"), NewDelegate("B", "a@b.example"))}, "email_2"),
        ({"new_delegates": (NewDelegate("A", "ann@oak.example"),)}, "email_1"),
        ({"po_number": "P" * 36}, "po_number"),
        ({"note": "N" * 2001}, "note"),
    ],
)
def test_a_choice_is_refused_beside_the_field_that_is_wrong(changes: dict[str, object], field: str) -> None:
    choice = BookingChoice(1, **{"to_follow": 1, **changes})  # type: ignore[arg-type]
    with pytest.raises(rules.CannotBook) as refused:
        rules.check_choice(choice, booked_by=BookedBy.WHOLE, run=RUN, known=[ANN])
    assert refused.value.field == field


def test_sessions_are_chosen_only_where_they_are_booked_one_at_a_time() -> None:
    rules.check_choice(BookingChoice(1, to_follow=1, session_ids=(1,)), booked_by=BookedBy.SESSION, run=RUN, known=[])
    rules.check_choice(BookingChoice(1, to_follow=1, session_ids=(1, 2)), booked_by=BookedBy.WHOLE, run=RUN, known=[])


def test_what_is_typed_is_tidied() -> None:
    typed = BookingChoice(
        1, (3, 2, 3), (NewDelegate("  Ann  Archer ", " Ann@Oak.Example "),), 1, (2, 1, 2), None, " PO 1 ", " Hi "
    )
    assert rules.tidy_choice(typed) == BookingChoice(
        1, (3, 2), (NewDelegate("Ann Archer", "ann@oak.example"),), 1, (1, 2), None, "PO 1", "Hi"
    )


@pytest.mark.parametrize(
    ("taken", "count", "said"),
    [
        ((8, 8), 2, ""),
        ((8, 8), 3, "Only 2 places are left, and you asked for 3"),
        ((9, 9), 2, "Only 1 place is left, and you asked for 2"),
        ((2, 9), 2, "Only 1 place is left in session 2"),
        ((10, 10), 1, "No places are left"),
        ((0, 10), 1, "No places are left"),
    ],
)
def test_what_does_not_fit_says_how_many_are_left(taken: tuple[int, int], count: int, said: str) -> None:
    sessions = [session(1, taken=taken[0]), session(2, taken=taken[1])]
    if not said:
        rules.check_fits(sessions, count)
        return
    with pytest.raises(rules.Full, match=said) as refused:
        rules.check_fits(sessions, count)
    assert refused.value.left == 10 - max(taken)


def test_whoever_comes_already_is_named() -> None:
    rules.check_nobody_comes([])
    with pytest.raises(rules.AlreadyComing, match="Ann already has a place"):
        rules.check_nobody_comes(["Ann"])
    with pytest.raises(rules.AlreadyComing, match="Ann, Bo and Cy already have a place"):
        rules.check_nobody_comes(["Ann", "Bo", "Cy"])


def test_the_whole_school_price_is_for_people_of_one_school() -> None:
    rules.check_of_school([ANN, replace(ANN, school_id=3)], 3, "Ash Primary")
    with pytest.raises(rules.CannotBook, match="Ann Archer is not at Ash Primary"):
        rules.check_of_school([replace(ANN, school_id=4)], 3, "Ash Primary")


@pytest.mark.parametrize(
    ("at", "days", "until"),
    [
        ("2026-11-20T10:00", 5, "2026-11-27T17:00"),
        ("2026-11-20T23:59", 1, "2026-11-23T17:00"),
        ("2026-11-21T10:00", 1, "2026-11-23T17:00"),
        ("2026-12-24T10:00", 1, "2026-12-29T17:00"),
        ("2026-07-01T10:00", 1, "2026-07-02T16:00"),
        ("2026-10-23T10:00", 1, "2026-10-26T17:00"),
        ("2026-07-01T23:30", 1, "2026-07-03T16:00"),
    ],
)
def test_places_are_held_until_five_in_london_some_working_days_on(at: str, days: int, until: str) -> None:
    def utc(text: str) -> datetime:
        return datetime.fromisoformat(f"{text}:00+00:00")

    assert rules.hold_until(utc(at), days, START) == utc(until)


def test_places_are_never_held_past_the_start() -> None:
    end, minute = datetime(2026, 11, 27, 17, tzinfo=UTC), timedelta(minutes=1)
    assert rules.hold_until(AT, 5, end - minute) == end - minute
    assert rules.hold_until(AT, 5, end) == end
    assert rules.hold_until(AT, 5, end + minute) == end


@pytest.mark.parametrize(
    ("today", "by"),
    [
        (date(2026, 11, 20), date(2027, 1, 25)),
        (date(2027, 1, 25), date(2027, 1, 25)),
        (date(2027, 1, 26), date(2027, 1, 26)),
    ],
)
def test_names_follow_some_working_days_before_or_today_where_that_is_past(today: date, by: date) -> None:
    assert rules.name_by(date(2027, 2, 1), 5, today=today) == by


def test_names_are_changed_until_the_last_session_ends() -> None:
    end, tick = RUN.ends_at, timedelta(microseconds=1)
    rules.check_can_name(RUN, end - tick)
    with pytest.raises(rules.CannotBook):
        rules.check_can_name(RUN, end)


def test_places_are_cancelled_until_what_they_are_for_begins() -> None:
    tick = timedelta(microseconds=1)
    rules.check_can_cancel(START, START - tick)
    with pytest.raises(rules.CannotBook, match="Name somebody else"):
        rules.check_can_cancel(START, START)


@pytest.mark.parametrize(("length", "is_right"), [(0, False), (1, True), (1000, True), (1001, False)])
def test_a_reason_is_given_and_not_too_long(length: int, is_right: bool) -> None:
    if is_right:
        assert rules.check_reason(f" {'a' * length} ", doing="cancelling") == "a" * length
        return
    with pytest.raises(rules.CannotBook):
        rules.check_reason("a" * length, doing="cancelling")
