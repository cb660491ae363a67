"""What the contracts of others near by suggest, and what never leaves them."""

from dataclasses import fields
from datetime import date, timedelta

from app.contracts import actions, queries
from app.contracts.ideas import ideas_about
from app.contracts.rules.told import round_link, sentence_of
from app.contracts.values import Suggestion, Supplement
from app.kernel.money import Money
from app.trusts.values import Permission, Role
from tests.clock import START
from tests.contracts.makers import CATERING, ENDS, POWER, TODAY, World, add, bind
from tests.listings.makers import make_member

DAY = timedelta(days=1)
SECRET = "Umber and Ochre Catering"


def test_three_others_near_with_the_same_ending_in_the_same_quarter_are_told_as_a_number(world: World) -> None:
    own = add(world.keeper)
    for trust in world.neighbours[:2]:
        bind(trust, supplier=SECRET, end_date=date(2027, 7, 1), value=Money(123_456_78))
    bind(world.far, supplier=SECRET)
    assert queries.suggestions(world.trust, TODAY) == []
    bind(world.neighbours[2], supplier=SECRET, title="Secret meals")
    found = queries.suggestions(world.trust, TODAY)
    assert [(each.reference, each.others, each.what, each.category) for each in found] == [
        (own, 3, "School meals", CATERING)
    ]
    told = f"{sentence_of(found[0])} {found[0]}"
    assert sentence_of(found[0]) == (
        "Three trusts near you have a contract for school meals that ends between 1 July and 30 September 2027, "
        "as yours does."
    )
    assert round_link(found[0]) == "/rounds/new?category=school-meals"
    for secret in (SECRET, "Secret meals", "123", "Alder", "Birch", "Cherry"):
        assert secret not in told
    for trust, title, pence in zip(world.neighbours, ("Lunches", "Suppers", "Teas"), (1, 7, None), strict=True):
        bind(trust, title=title, supplier=f"Other {title}", value=Money(pence) if pence else None)
    assert queries.suggestions(world.trust, TODAY) == found
    assert queries.suggestions(world.stranger.trust, TODAY) == []
    bind(world.stranger.trust, end_date=ENDS)
    assert [each.others for each in queries.suggestions(world.trust, TODAY)] == [4]
    assert [each.others for each in queries.suggestions(world.stranger.trust, TODAY)] == [5]


def test_contracts_that_do_not_count_are_elsewhere_or_over_are_in_no_suggestion(world: World) -> None:
    add(world.keeper, category=None, cpv=POWER)
    for trust in world.neighbours:
        bind(trust, category=None, cpv=POWER)
    assert len(queries.suggestions(world.trust, TODAY)) == 1
    assert queries.suggestions(world.trust, ENDS + DAY) == []
    assert queries.suggestions(world.trust, date(2026, 2, 28)) == []
    assert len(queries.suggestions(world.trust, date(2026, 3, 1))) == 1
    asked = {"text": "electricity", "trust_id": world.trust, "on": TODAY}
    assert len(queries.suggestions_for(**asked)) == 1  # type: ignore[arg-type]
    assert queries.suggestions_for("payroll", world.trust, TODAY) == []
    ideas = ideas_about("electricity", world.keeper, START)
    assert [(each.link, each.link_text) for each in ideas] == [(f"/rounds/new?cpv={POWER}", "Open a joint round")]
    assert not world.finance.may(Permission.RUN_PROCUREMENT)
    assert ideas_about("electricity", world.finance, START) == []
    assert ideas_about("electricity", None, START) == []
    bind(world.neighbours[0], category=None, cpv=POWER, end_date=date(2027, 10, 1))
    assert queries.suggestions(world.trust, TODAY) == []
    bind(world.neighbours[0], category=None, cpv=POWER, end_date=ENDS)
    assert len(queries.suggestions(world.trust, TODAY)) == 1
    keeper = make_member(world.neighbours[0], Role.FINANCE)
    held = queries.find_by_source(world.neighbours[0], "AGR-22222")
    assert held is not None
    said = Supplement(cpv=held.cpv, is_counted=False)
    actions.supplement_contract(reference=held.reference, said=said, version=held.version, actor=keeper, at=START)
    assert queries.suggestions(world.trust, TODAY) == []


def test_a_suggestion_has_no_room_for_another_trust_its_supplier_or_its_price() -> None:
    assert {each.name for each in fields(Suggestion)} == {
        "reference", "title", "what", "others", "category", "cpv", "ends", "quarter_start", "quarter_end",
    }  # fmt: skip
