"""When a secondment may end early, become permanent, or be asked to go on for longer."""

from datetime import date

from app.kernel.clock import day_words
from app.kernel.errors import Refused
from app.secondments.rules.agreements import MovedOn, NotThisParty, earliest_last_date, latest_end
from app.secondments.values import EarlyEndValue, ExtensionValue, Party, SecondmentState, SecondmentValue, WhyEnded

LONGEST_REASON = 1_000
EARLY = {
    Party.HOME: WhyEnded.EARLY_HOME,
    Party.HOST: WhyEnded.EARLY_HOST,
    Party.SECONDEE: WhyEnded.EARLY_SECONDEE,
}


class TooShort(Refused):
    """Less notice than the agreement asks for."""


def check_can_end(held: SecondmentValue) -> None:
    """Notice is given of what is agreed or under way. Raises MovedOn."""
    if not held.state.is_live:
        raise MovedOn(f"No notice can be given: this secondment is {held.state.label.lower()}.")


def check_can_make_permanent(held: SecondmentValue, party: Party) -> None:
    """The host says of what is under way that the post becomes permanent. Raises NotThisParty or MovedOn."""
    if party is not Party.HOST:
        raise NotThisParty("Ask the host: it is the one that makes the post permanent")
    if held.state is not SecondmentState.RUNNING:
        raise MovedOn("A post can be made permanent once the secondment is under way.")


def check_last_date(
    held: SecondmentValue, last: date, why: WhyEnded, *, today: date, notice_weeks: int, shorter: bool = False
) -> None:
    """A new last day: from today and the first day on, and before the end as it stands; of a post that becomes
    permanent the end itself too. It gives the notice that was agreed, unless both trusts agree on less (`shorter`).

    Raises Refused beside the day, or TooShort.
    """
    check_can_end(held)
    assert held.start_date, "what is agreed has its days"
    assert held.last_date, "what is agreed has its days"
    if last < max(today, held.start_date):
        what = "in the past: enter today" if last < today else "before the first day: enter that day"
        raise Refused(f"The last day is {what} or a later one", field="last_date")
    if last > held.last_date:
        message = f"It ends on {day_words(held.last_date)} as it is: enter an earlier last day"
        raise Refused(message, field="last_date")
    if last == held.last_date and why is not WhyEnded.PERMANENT:
        raise Refused("That is its last day already: enter an earlier one", field="last_date")
    if not shorter and is_short(held, last, today=today, notice_weeks=notice_weeks):
        earliest = day_words(earliest_last_date(today, notice_weeks))
        weeks = "1 week’s" if notice_weeks == 1 else f"{notice_weeks} weeks’"
        raise TooShort(f"The agreement asks for {weeks} notice: enter {earliest} or a later day", field="last_date")


def is_short(held: SecondmentValue, last: date, *, today: date, notice_weeks: int) -> bool:
    """Whether a last day gives less notice than was agreed. The end as it stands needs none."""
    return last != held.last_date and last < earliest_last_date(today, notice_weeks)


def check_can_ask(waiting: EarlyEndValue | None) -> None:
    """One question at a time. Raises Refused."""
    if waiting is not None:
        raise Refused(f"An end on {day_words(waiting.last_date)} is asked for already: it waits for an answer")


def check_can_answer(waiting: EarlyEndValue | ExtensionValue | None, party: Party) -> None:
    """The trust that did not ask answers. Raises MovedOn or NotThisParty."""
    if waiting is None:
        raise MovedOn("Nothing waits for an answer: it was answered already.")
    if waiting.by_party is party:
        raise NotThisParty("Your trust asked: the other trust answers")


def check_can_extend(
    held: SecondmentValue, to: date | None, *, waiting: ExtensionValue | None, has_notice: bool
) -> None:
    """A later end may be asked for, once at a time, of what is live and of which no notice was given.

    `to` None asks whether it may be at all. Raises MovedOn, or Refused beside the day.
    """
    if not held.state.is_live:
        raise MovedOn(f"It cannot go on for longer: this secondment is {held.state.label.lower()}.")
    if has_notice:
        raise MovedOn("Notice of its end was given, so it cannot be extended.")
    if waiting is not None:
        raise Refused(f"An end on {day_words(waiting.to_date)} is asked for already: it waits for an answer")
    if to is not None:
        check_later(held, to)


def check_later(held: SecondmentValue, to: date) -> None:
    """A day to which a secondment may be extended: after its end, at most three years from its first day.

    Raises Refused beside the day.
    """
    assert held.start_date, "what is agreed has its days"
    assert held.end_date, "what is agreed has its days"
    if to <= held.end_date:
        raise Refused(f"Enter a day after its end on {day_words(held.end_date)}", field="to_date")
    latest = latest_end(held.start_date)
    if to > latest:
        raise Refused(f"A secondment is at most 3 years: enter {day_words(latest)} or an earlier day", field="to_date")


def tidy_reason(text: str) -> str:
    """Why a later end is asked for. Raises Refused where there is nothing, or too much."""
    tidy = text.replace("\r\n", "\n").strip()
    if not tidy:
        raise Refused("Enter why it should go on for longer", field="reason")
    if len(tidy) > LONGEST_REASON:
        raise Refused(f"Enter at most {LONGEST_REASON:,} characters", field="reason")
    return tidy
