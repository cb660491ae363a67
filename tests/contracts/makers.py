"""Trusts near one another and far apart, and their contracts. Each maker is called inside a transaction."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.contracts import actions
from app.contracts.values import Kept, Source, Supplement
from app.kernel.actor import Actor
from app.kernel.money import Money
from app.trusts.values import Role
from tests.clock import START
from tests.listings.makers import make_member, make_trust
from tests.secondments.makers import make_place

TODAY = START.date()
STARTS, ENDS = date(2025, 9, 1), date(2027, 8, 31)
CATERING = "school-meals"
LAMPS, POWER = "31520000-7", "09310000-5"


@dataclass(frozen=True)
class World:
    """Northgate in Exeter keeps a register; Westbrook is 14 miles from it, and so are three neighbours; Easton is far.

    `keeper` is its procurement lead, `finance` its finance lead, `reader` its approver, who only reads, and
    `outsider` its HR lead, who does not; `stranger` keeps Westbrook's.
    """

    keeper: Actor
    finance: Actor
    reader: Actor
    outsider: Actor
    stranger: Actor
    school: int
    neighbours: tuple[int, int, int]
    far: int

    @property
    def trust(self) -> int:
        """Northgate's id."""
        return self.keeper.trust


def make_world(*, at: datetime = START) -> World:
    """Six trusts with their people."""
    northgate, westbrook = make_trust("Northgate Learning Trust"), make_trust("Westbrook Schools Trust")
    school = make_place(northgate, "Ash Primary School", 290_000, 92_000)
    make_place(westbrook, "Cedar Primary School", 290_000, 114_531)
    neighbours = (make_trust("Alder Trust"), make_trust("Birch Trust"), make_trust("Cherry Trust"))
    for number, trust in enumerate(neighbours):
        make_place(trust, f"Neighbour {number} Primary School", 300_000 + number, 92_000)
    far = make_trust("Easton Academies")
    make_place(far, "Elm Primary School", 290_000, 140_000)
    return World(
        keeper=make_member(northgate, Role.PROCUREMENT_LEAD, email="keeper@northgate.example", name="Kit", at=at),
        finance=make_member(northgate, Role.FINANCE, email="finance@northgate.example", name="Fay", at=at),
        reader=make_member(northgate, Role.APPROVER, email="reader@northgate.example", name="Ray", at=at),
        outsider=make_member(northgate, Role.HR_LEAD, email="hr@northgate.example", name="Hal", at=at),
        stranger=make_member(westbrook, Role.PROCUREMENT_LEAD, email="keeper@westbrook.example", name="Sam", at=at),
        school=school,
        neighbours=neighbours,
        far=far,
    )


def bind(trust_id: int, source_reference: str = "AGR-22222", *, at: datetime = START, **changes: Any) -> str:
    """A catering contract for two years that a service agreement feeds, with some of it changed; its reference."""
    values: dict[str, Any] = {
        "source": Source.AGREEMENT,
        "title": "Catering for two schools",
        "supplier": "Westbrook Schools Trust",
        "category": CATERING,
        "start_date": STARTS,
        "end_date": ENDS,
        "value": Money(240_000_00),
        "actor": None,
    }
    return actions.bind(trust_id=trust_id, source_reference=source_reference, at=at, **{**values, **changes})


def kept(**changes: Any) -> Kept:
    """A catering contract as it is typed, with some of it changed."""
    values: dict[str, Any] = {
        "title": "School meals",
        "supplier": "Beech and Barley Catering",
        "start_date": STARTS,
        "end_date": ENDS,
        "value": Money(180_000_00),
    }
    return Kept(**{**values, **changes})


def add(actor: Actor, *, at: datetime = START, **changes: Any) -> str:
    """A catering contract by hand; changes named as of the supplement change that. Returns its reference."""
    own = {name: changes.pop(name) for name in list(changes) if hasattr(Supplement(), name)}
    said = Supplement(**{"category": CATERING, **own})
    return actions.add_contract(kept=kept(**changes), said=said, actor=actor, at=at)
