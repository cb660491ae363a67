"""One of everything that comes of secondments between two trusts, for tests that look at every page and every deed."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from app.secondments.actions import absences, endings, extensions, signing
from app.secondments.messages.secondee_links import secondee_link
from app.secondments.queries.along import absences_of
from app.secondments.queries.secondees import secondees_by_id
from app.secondments.queries.secondments import secondment_by_reference
from app.trusts.values import Role
from tests.house.trade import BUYER, PROVIDER, STRANGER
from tests.listings.makers import make_member, make_trust
from tests.secondments.agreements_makers import issue, make_agreed_secondment, make_drafted_secondment
from tests.secondments.along_makers import make_running_secondment
from tests.secondments.interests_makers import make_agreed, make_asked, make_named, make_put_forward
from tests.secondments.makers import World, make_availability, make_opportunity, make_secondee_row, make_world
from tests.secondments.signing_makers import SIGNER_EMAIL, token_to

HOME, HOST = PROVIDER, BUYER
SOMEBODY, POST = "Somebody Lent", "SENDCo, two days a week"
EARLIER = timedelta(days=60)
"""How long before the tests begin the secondments that are under way were agreed."""
BEGAN, ENDS = date(2026, 10, 5), date(2026, 12, 31)
SHORT, LATER = date(2026, 12, 4), date(2027, 2, 26)


@dataclass(frozen=True)
class Lending:
    """References and ids of things at every stage. Where several deeds end a thing, there is one for each."""

    world: World
    opportunity: str
    opportunity_draft: str
    opportunity_closing: str
    availability: str
    availability_draft: str
    asked: str
    forward: str
    named: str
    moving: str
    agreed: str
    drafting: str
    ready: str
    opened: str
    sha256: str
    version: int
    committed: str
    running: str
    ending: str
    questioned: str
    absences: tuple[int, int]
    gone: int
    own: str
    another: str
    sign: str


def make_lending(at: datetime) -> Lending:
    """Everything, and three people with every role: one at each trust, one at a third. Call it in a transaction."""
    before = at - EARLIER
    world = make_world(at=before)
    for trust, email in ((world.home.trust, HOME), (world.host.trust, HOST), (make_trust("Stranger Trust"), STRANGER)):
        make_member(trust, *Role, email=email, at=before)
    running = make_running(world, 1, at)
    other = lent(world, 2, at)
    opened = make_drafted_secondment(world, at=at)
    version = issue(world, opened, at=at)
    signing.send_link(reference=opened, name="Chi Chief", email=SIGNER_EMAIL, actor=world.host, at=at)
    return Lending(
        world=world,
        opportunity=make_opportunity(world, at=at),
        opportunity_draft=make_opportunity(world, at=at, published=False),
        opportunity_closing=make_opportunity(world, at=at),
        availability=make_availability(world, at=at),
        availability_draft=make_availability(other, at=at, published=False),
        asked=make_asked(lent(world, 3, at), at=at),
        forward=make_put_forward(world, at=at),
        named=make_named(lent(world, 4, at), at=at),
        moving=make_named(world, at=at),
        agreed=make_agreed(lent(world, 5, at), at=at),
        drafting=make_drafted_secondment(lent(world, 6, at), at=at),
        ready=make_drafted_secondment(lent(world, 7, at), at=at),
        opened=opened,
        sha256=version.sha256,
        version=version.id,
        committed=make_agreed_secondment(lent(world, 8, at), at=at),
        running=running,
        ending=make_running(world, 9, at),
        questioned=_questioned(world, at),
        absences=_absences(world, running, at),
        gone=lent(world, 11, at).secondee,
        own=link_of(world.secondee, at),
        another=link_of(other.secondee, at),
        sign=f"/sign/{token_to(SIGNER_EMAIL)}",
    )


def lent(world: World, number: int, at: datetime) -> World:
    """The same trusts about somebody else of the home trust's."""
    name, email = f"{SOMEBODY} {number}", f"lent.{number}@northgate.example"
    return replace(world, secondee=make_secondee_row(world.home.trust, name=name, email=email, at=at))


def make_running(world: World, number: int, at: datetime) -> str:
    """A secondment of somebody else, under way since October: more than half of it is over."""
    about = lent(world, number, at - EARLIER)
    return make_running_secondment(about, at=at - EARLIER, start_date=BEGAN, end_date=ENDS)


def link_of(secondee: int, at: datetime) -> str:
    """The path of the own page of somebody who is lent."""
    return secondee_link(secondees_by_id([secondee])[secondee], at=at)


def _questioned(world: World, at: datetime) -> str:
    """Under way: the host asks for a later end, the home employer for an early one on less notice than agreed."""
    reference = make_running(world, 10, at)
    extensions.ask_extension(reference=reference, to_date=LATER, reason="The leave goes on", actor=world.host, at=at)
    endings.give_notice(reference=reference, last_date=SHORT, shorter=True, actor=world.home, at=at)
    return reference


def _absences(world: World, reference: str, at: datetime) -> tuple[int, int]:
    """An absence that is over and one that is not."""
    for first, last in ((date(2026, 10, 20), date(2026, 10, 21)), (date(2026, 11, 17), None)):
        absences.record_absence(reference=reference, first_date=first, last_date=last, actor=world.host, at=at)
    first_id, second_id = sorted(each.id for each in absences_of(secondment_by_reference(reference).id))
    return first_id, second_id
