"""When each of the three says how it goes: in the middle of the term, and towards its end."""

from collections.abc import Collection
from datetime import date

from app.kernel.clock import day_words
from app.kernel.errors import Refused
from app.secondments.rules.agreements import MovedOn
from app.secondments.rules.reminders import RETURN_DAYS, working_days_before
from app.secondments.values import Party, ReviewKind, ReviewValue, SecondmentState, SecondmentValue

LONGEST_TEXT = 2_000


def opens_on(kind: ReviewKind, start: date, last: date) -> date:
    """The day from which a review is given: the middle day of the term (of two the first), or, of the last review,
    ten working days before the last day, though never before the middle."""
    middle = start + (last - start) // 2
    return middle if kind is ReviewKind.MIDPOINT else max(middle, working_days_before(last, RETURN_DAYS))


def check_can_review(
    held: SecondmentValue, kind: ReviewKind, party: Party, given: Collection[ReviewValue], *, today: date
) -> None:
    """Each party gives each review once, from its day on; the mid-point one until the end. Raises MovedOn."""
    allowed = {SecondmentState.RUNNING} | ({SecondmentState.ENDED} if kind is ReviewKind.END else set())
    if held.state not in allowed or held.start_date is None or held.last_date is None:
        raise MovedOn(f"{kind.label}: it cannot be given while a secondment is {held.state.label.lower()}.")
    opens = opens_on(kind, held.start_date, held.last_date)
    if today < opens:
        raise MovedOn(f"{kind.label}: you can give it from {day_words(opens)}.")
    if any((each.kind, each.party) == (kind, party) for each in given):
        raise MovedOn(f"{kind.label}: it was given already.")


def may_give(
    held: SecondmentValue, kind: ReviewKind, party: Party, given: Collection[ReviewValue], *, today: date
) -> bool:
    """Whether a party may give a review today."""
    try:
        check_can_review(held, kind, party, given, today=today)
    except MovedOn:
        return False
    return True


def readable(given: Collection[ReviewValue], party: Party) -> list[ReviewValue]:
    """The reviews that a party may read: its own, and the others' once it has given its own of the same kind."""
    own = {each.kind for each in given if each.party is party}
    order = [*Party]
    kept = [each for each in given if each.kind in own]
    return sorted(kept, key=lambda each: (list(ReviewKind).index(each.kind), order.index(each.party)))


def tidy_text(text: str) -> str:
    """What somebody wrote, trimmed; it may be empty. Raises Refused for too much."""
    tidy = text.replace("\r\n", "\n").strip()
    if len(tidy) > LONGEST_TEXT:
        raise Refused(f"Enter at most {LONGEST_TEXT:,} characters", field="text")
    return tidy
