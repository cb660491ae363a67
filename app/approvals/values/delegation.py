"""The words of committing a trust: posts, bands, schemes, approvals."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from app.kernel.clock import LONDON
from app.kernel.money import Money


class Post(StrEnum):
    """An office of a trust to which its scheme of delegation gives a band of decisions."""

    HEADTEACHER = "headteacher"
    CHIEF_FINANCIAL_OFFICER = "chief_financial_officer"
    CHIEF_EXECUTIVE = "chief_executive"
    FINANCE_COMMITTEE = "finance_committee"
    BOARD = "board"

    @property
    def label(self) -> str:
        """As it reads in a sentence after "the"."""
        return self.value.replace("_", " ")


class ApprovalState(StrEnum):
    """Where a request for approval stands."""

    AWAITING = "awaiting"
    APPROVED = "approved"
    DECLINED = "declined"
    CANCELLED = "cancelled"

    @property
    def label(self) -> str:
        """As it reads on a tag."""
        return "Withdrawn" if self is ApprovalState.CANCELLED else self.value.capitalize()


class Route(StrEnum):
    """How the scheme arrived at whoever decides."""

    ALONE = "alone"
    HOLDER = "holder"
    DEPUTY = "deputy"
    ANY_APPROVER = "any_approver"


@dataclass(frozen=True)
class Band:
    """Values up to and including a limit (None: no limit), who decides on them and after how many quotes.

    `decided_by` is None where the buyer commits the trust alone.
    """

    up_to: Money | None
    decided_by: Post | None
    quotes_needed: int = 0

    @property
    def decider_label(self) -> str:
        """Who decides, as it reads in a table."""
        return self.decided_by.label.capitalize() if self.decided_by else "The buyer alone"


@dataclass(frozen=True)
class Scheme:
    """A trust's table of who may commit it to how much, as one version has it.

    Number 0 is the default, which stands until a trust makes its own. Bands go from the lowest
    limit to the one without.
    """

    number: int
    from_date: date | None
    includes_vat: bool
    bands: tuple[Band, ...]

    @property
    def is_default(self) -> bool:
        """Whether this is the default rather than the trust's own."""
        return self.number == 0

    def value_of(self, *, net: Money, gross: Money) -> Money:
        """The amount that the bands are held against."""
        return gross if self.includes_vat else net


@dataclass(frozen=True)
class Holding:
    """Who holds a post, and who deputises, by person id."""

    holders: frozenset[int] = frozenset()
    deputies: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Ruling:
    """What a scheme says of one value asked for by one person.

    `deciders` are the people who may decide, empty where the buyer commits alone; `post` is the
    post whose decision it is, None where the buyer decides alone. `goes_up` says that the band's own
    post could not decide, so that a higher band's does.
    """

    band: Band
    route: Route
    post: Post | None = None
    deciders: frozenset[int] = frozenset()
    goes_up: bool = False

    @property
    def is_alone(self) -> bool:
        """Whether the buyer may commit the trust without asking anyone."""
        return self.route is Route.ALONE

    @property
    def quotes_needed(self) -> int:
        """How many quotes must be on record before it can be approved."""
        return self.band.quotes_needed


@dataclass(frozen=True)
class Preview:
    """What asking would lead to, shown before anything is ordered."""

    scheme: Scheme
    value: Money
    ruling: Ruling
    names: Mapping[int, str] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """Who will have to approve, in a sentence."""
        return sentence_for(self.ruling, list(self.names.values()))


@dataclass(frozen=True)
class Outcome:
    """What came of asking: committed at once, or an approval to wait for."""

    committed: bool
    approval_reference: str | None = None


@dataclass(frozen=True)
class QuoteValue:
    """One supplier's quote."""

    id: int
    supplier: str
    amount: Money
    recorded_by: int
    recorded_at: datetime


@dataclass(frozen=True)
class ApprovalValue:
    """A request for approval as other floors and the pages read it. `summary` is frozen from when it was asked.

    `decide_by` is the moment until which what is asked for is held, where it is. `lapsed` says that it
    came to be no longer on offer before anyone decided: `reason` says why, and nobody is `decided_by`.
    """

    reference: str
    trust_id: int
    subject: str
    title: str
    summary: tuple[tuple[str, str], ...]
    value: Money
    scheme: Scheme
    state: ApprovalState
    requested_by: int
    requested_at: datetime
    decided_by: int | None = None
    decided_at: datetime | None = None
    reason: str = ""
    quotes: tuple[QuoteValue, ...] = ()
    waiver_reason: str = ""
    decide_by: datetime | None = None
    lapsed: bool = False

    @property
    def state_label(self) -> str:
        """Where it stands, as it reads on a tag."""
        return "No longer needed" if self.lapsed else self.state.label

    @property
    def value_label(self) -> str:
        """Says whether the value counts VAT."""
        return "including VAT" if self.scheme.includes_vat else "without VAT"


class Tab(StrEnum):
    """The lists of approvals that a person may look at."""

    MINE = "mine"
    WAITING = "waiting"
    DECIDED = "decided"

    @property
    def label(self) -> str:
        """As it reads on the tab."""
        return {"mine": "Awaiting my decision", "waiting": "Awaiting others", "decided": "Decided"}[self.value]


@dataclass(frozen=True)
class DecidedFilter:
    """What narrows the list of decided approvals; nothing chosen shows all."""

    state: ApprovalState | None = None
    text: str = ""


@dataclass(frozen=True)
class PostHolderValue:
    """One person's holding of one post."""

    id: int
    post: Post
    person_id: int
    is_deputy: bool
    from_at: datetime


@dataclass(frozen=True)
class ApprovalGranted:
    """News: someone approved what `subject` asked."""

    approval_reference: str
    subject: str
    by: int


@dataclass(frozen=True)
class ApprovalDeclined:
    """News: someone declined what `subject` asked. The reason stays with the approval."""

    approval_reference: str
    subject: str
    by: int


def deadline_of(decide_by: datetime) -> str:
    """Until when a decision is of use, in a sentence, by the clocks of England: 4pm on 3 December 2026."""
    when = decide_by.astimezone(LONDON)
    minutes = f":{when:%M}" if when.minute else ""
    hour = f"{when.hour % 12 or 12}{minutes}{'am' if when.hour < 12 else 'pm'}"
    return f"Decide by {hour} on {when.day} {when:%B %Y}: what is asked for is held until then."


def sentence_for(ruling: Ruling, names: list[str]) -> str:
    """Who decides and why it is they, in a sentence for the person asking."""
    if ruling.post is None:
        return "You may commit your trust to this without asking anyone."
    people, post = _either(names), ruling.post.label
    up = "Nobody but you can decide at this value, so it goes up a band. " if ruling.goes_up else ""
    return up + {
        Route.DEPUTY: f"The {post} decides, and their deputy stands in: {people}.",
        Route.ANY_APPROVER: f"The {post} decides. Nobody holds that post here, so any approver can: {people}.",
    }.get(ruling.route, f"The {post} decides: {people}.")


def _either(names: list[str]) -> str:
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} or {names[-1]}"
