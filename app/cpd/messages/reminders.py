"""What bookers and approvers are reminded of: names that are missing, decisions that run out."""

from datetime import date, datetime

from app.approvals import queries as approvals
from app.cpd.messages.telling import bookers, tell
from app.cpd.messages.wording import day, moment, paragraphs, places, run_line
from app.cpd.queries.reminders import Held, Unnamed


def remind_to_name(unnamed: Unnamed, *, working_days: int, at: datetime) -> None:
    """The booker: so many places still lack a name. Once for so many working days before that day."""
    due = _due(unnamed.name_by, working_days)
    tell(
        bookers(unnamed.buyer_id, unnamed.booked_by),
        f"Name places {due}: {unnamed.title}",
        paragraphs(
            f"{run_line(unnamed.run)}.",
            f"{places(unnamed.count)} of booking {unnamed.booking_reference} "
            f"{'has' if unnamed.count == 1 else 'have'} no name yet.",
            "Name them: each person is then sent a confirmation, a calendar file and the joining instructions. "
            "You can change a name at no charge until the course ends.",
        ),
        link=f"/r/{unnamed.booking_reference}",
        key=f"name:{unnamed.booking_reference}:{unnamed.run.reference}:{unnamed.name_by}:{working_days}",
        at=at,
    )


def remind_to_decide(held: Held, *, at: datetime) -> None:
    """Those who may approve, and the booker: the places are held for the last day."""
    body = f"The booking is not approved yet. At {moment(held.held_until)} the places are released."
    subject = f"Last day to approve: {places(held.count)} on {held.title}"
    key = f"hold_ending:{held.booking_reference}:{held.held_until.isoformat()}"
    deciders = _deciders(held)
    if held.approval_reference:
        text = paragraphs(body, "Approve or decline it before then.")
        tell(deciders, subject, text, link=f"/r/{held.approval_reference}", key=f"{key}:approver", at=at)
    tell(
        set(bookers(held.buyer_id, held.booked_by)) - deciders,
        subject,
        paragraphs(body, "Ask whoever approves in your trust to look at it today."),
        link=f"/r/{held.booking_reference}",
        key=key,
        at=at,
    )


def _deciders(held: Held) -> set[int]:
    if held.approval_reference is None:
        return set()
    asked = approvals.get_approval(held.approval_reference)
    ruling = approvals.rulings_on(held.buyer_id, [asked]).get(asked.reference)
    return set(ruling.deciders) if ruling else set()


def _due(name_by: date, working_days: int) -> str:
    return f"by {day(name_by)}" if working_days else "today"
