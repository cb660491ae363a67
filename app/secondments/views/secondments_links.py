"""Where the page of a secondment leads, for whom, and what is told of what happened."""

from collections.abc import Iterator
from typing import NamedTuple

from app.kernel.actor import Actor
from app.secondments.values import Party, SecondmentState
from app.secondments.values.secondment_page import SecondmentPage
from app.secondments.views.salaries import may_see_salaries
from app.trusts.values import Permission

DRAWN_UP = frozenset({SecondmentState.DRAFTING, SecondmentState.SIGNING})
LIVE = frozenset({SecondmentState.AGREED, SecondmentState.RUNNING})
STARTED = frozenset({SecondmentState.RUNNING, SecondmentState.ENDED})
DEEDS = {
    "secondments.begun": "Terms began to be drawn up",
    "secondments.terms_changed": "Terms changed",
    "secondments.pay_changed": "Pay changed",
    "secondments.vat_ruled": "VAT decided",
    "secondments.version_issued": "A version was issued to be signed",
    "secondments.version_withdrawn": "A version was withdrawn",
    "secondments.signed_by_home": "Signed for the home employer",
    "secondments.signed_by_host": "Signed for the host",
    "secondments.signed_by_secondee": "Signed by the secondee",
    "secondments.sign_link_sent": "A link to sign was sent",
    "secondments.committed": "Committed to the cost, or approval asked for",
    "secondments.in_force": "A version came into force",
    "secondments.started": "Started",
    "secondments.ended": "Ended",
    "secondments.never_began": "Never began",
    "secondments.abandoned": "Came to nothing",
    "secondments.names_erased": "Names erased",
    "secondments.checks_confirmed": "Checks confirmed",
    "secondments.arrival_confirmed": "Arrival confirmed",
    "secondments.notice_given": "Notice of an early end given",
    "secondments.extension_asked": "Extension asked for",
    "secondments.extension_answered": "Extension answered",
    "secondments.made_permanent": "Made permanent",
    "secondments.absence_recorded": "Absence recorded",
    "secondments.absence_ended": "End of an absence recorded",
    "secondments.absence_removed": "Absence removed",
    "secondments.review_given": "Review given",
}


class PageLink(NamedTuple):
    """A page that belongs to a secondment, and what it is for."""

    title: str
    path: str
    about: str


def links_of(found: SecondmentPage, who: Actor) -> list[PageLink]:
    """The pages of a secondment that somebody may open as it stands, in the order in which they are needed."""
    if not may_see_salaries(who):
        return []
    base = f"/secondments/{found.held.reference}"
    made = [*_agreeing(found, who), *_along(found, who)]
    return [PageLink(title, f"{base}/{page}", about) for title, page, about in made]


def _agreeing(found: SecondmentPage, who: Actor) -> Iterator[tuple[str, str, str]]:
    held, hr, home = found.held, who.may(Permission.POST_SECONDMENTS), found.party is Party.HOME
    changes = held.state in DRAWN_UP | LIVE and found.opened is None
    if changes and hr:
        yield "Terms", "terms", "Post, days, hours, place and everything else that is agreed"
    if changes and home:
        yield "Pay", "pay", "What the recharge is worked out from"
    if home and who.may(Permission.MANAGE_FINANCE) and held.state in DRAWN_UP | LIVE:
        yield "VAT", "vat", "How VAT treats the recharge, decided by the home employer’s finance"
    yield "Schedule", "schedule", "Every line of every month, and what was charged"
    if found.opened is not None and hr:
        yield "Sign", "sign", "Sign for your trust, or send the link to whoever signs"
        yield "Withdraw the version", "withdraw", "Take it back to change the terms"
    if found.versions and hr:
        yield "Signatures", "signatures", "Who signed which version, and the evidence of it"
    if held.state in DRAWN_UP and hr:
        yield "Give up", "abandon", "End it before anybody is bound"


def _along(found: SecondmentPage, who: Actor) -> Iterator[tuple[str, str, str]]:
    held, hr = found.held, who.may(Permission.POST_SECONDMENTS)
    if not hr or held.state is SecondmentState.ABANDONED:
        return
    yield "Checks", "checks", "What the home employer confirms before anybody starts"
    if held.state in STARTED and found.party is Party.HOST:
        yield "Arrival", "arrival", "That the person who came is the person named"
    if held.state in LIVE:
        yield "End early", "end", "Give notice in writing"
        yield "Extend", "extension", "Ask for a later last day"
        if found.party is Party.HOST and held.state is SecondmentState.RUNNING:
            yield "Make permanent", "permanent", "The person stays with the host"
    if held.state in STARTED:
        yield "Absences", "absences", "Days away, without a reason"
        yield "Reviews", "reviews", "How it is going, from each of the three"
