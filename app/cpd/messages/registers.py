"""What follows from a register: certificates and evaluations for those who came, a word to the booker."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from app.cpd.messages.delegates import link_to
from app.cpd.messages.site import this_site
from app.cpd.messages.telling import bookers, stamp, tell
from app.cpd.messages.wording import paragraphs, run_line
from app.cpd.queries.delegate_places import delegate_places
from app.cpd.rules.evaluations import evaluated_until
from app.cpd.values import BookingValue, RunValue
from app.cpd.values.delegates import LINK_LASTS, DelegatePlace
from app.cpd.values.evaluations import EVALUATION_LINK
from app.cpd.values.registers import REGISTER_LINK, REGISTER_LINK_LASTS, RegisterValue
from app.kernel import signing
from app.notifications import actions as notifications


def register_path(run: RunValue) -> str:
    """The address at which those who run a course take its register without an account, until 7 days after its end."""
    token = signing.sign(REGISTER_LINK, {"run": run.id}, until=run.ends_at + REGISTER_LINK_LASTS)
    return f"/register/{token}"


def evaluation_path(place: DelegatePlace) -> str:
    """The address at which somebody says what they thought of their course, once, until 60 days after its end."""
    facts: signing.Facts = {"place": place.place_id, "delegate": place.delegate.id}
    return f"/evaluate/{signing.sign(EVALUATION_LINK, facts, until=evaluated_until(place.run))}"


def tell_finished(
    register: RegisterValue, came: Sequence[int], certificates: Mapping[int, str], *, at: datetime
) -> None:
    """Everyone who came, by e-mail: the page of their place, with their certificate if they have one, and a form."""
    for place in delegate_places(came):
        if not place.delegate.email:
            continue
        has_one = place.place_id in certificates
        subject = f"Your certificate: {register.title}" if has_one else f"Thank you for coming: {register.title}"
        notifications.send_mail_to(
            address=place.delegate.email,
            subject=subject,
            body=paragraphs(
                f"{run_line(place.run)}. Given by {place.provider_name}.", _paper(has_one), _ask(place, at)
            ),
            link=link_to(place, until=max(place.run.ends_at, at) + LINK_LASTS),
            key=f"cpd.place:{place.place_id}:{place.delegate.id}:finished",
            at=at,
            secret=True,
        )


def tell_named_at_register(booking: BookingValue, run: RunValue, *, at: datetime) -> None:
    """The booker: somebody came to a place that they had named nobody for, and the provider took the name down."""
    tell(
        bookers(booking.buyer_id, booking.booked_by),
        f"Somebody was named at the register: {booking.title}",
        paragraphs(
            f"{run_line(run)}.",
            f"Somebody came to a place of booking {booking.reference} that had no name. The provider wrote down who it "
            "was. Check that it is right.",
        ),
        link=f"/r/{booking.reference}",
        key=f"named_at_register:{booking.reference}:{stamp(at)}",
        at=at,
    )


def _paper(has_one: bool) -> str:
    return (
        "Your certificate is on the page of your place: the link below. Anyone can check it by its code."
        if has_one
        else "The register says that you came to some of it, which is not enough for a certificate of this course. If "
        "that is not right, tell whoever gave it."
    )


def _ask(place: DelegatePlace, at: datetime) -> str:
    if at >= evaluated_until(place.run):
        return ""
    return (
        "Tell whoever gave the course what you thought of it. It takes two minutes, and your name is not kept with "
        f"your answers.\n{this_site().address}{evaluation_path(place)}"
    )
