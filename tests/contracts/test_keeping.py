"""What people do to their register."""

from datetime import date, timedelta
from typing import Any

import pytest

from app.audit import queries as audit
from app.contracts import actions, queries, rules
from app.contracts.values import ContractSort, ContractState, EndingReason, Narrowed, Source, Supplement
from app.kernel.errors import NotFound, Refused
from app.kernel.money import Money
from tests.clock import START
from tests.contracts.makers import ENDS, POWER, TODAY, World, add, bind, kept

DAY = timedelta(days=1)
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
EVERYTHING = Narrowed()


def test_a_contract_by_hand_is_the_trusts_own_and_changes_only_from_what_the_person_saw(world: World) -> None:
    said = Supplement(cpv=POWER, notice_date=date(2027, 5, 31), responsible_id=world.reader.person_id, note="Ring Jo")
    typed = kept(supplier="westbrook schools trust", school_ids=(world.school,))
    reference = actions.add_contract(kept=typed, said=said, actor=world.keeper, at=START)
    held = queries.get_contract(world.trust, reference)
    assert (held.counterparty_id, held.source, held.school_ids) == (
        world.stranger.trust, Source.HAND, (world.school,),
    )  # fmt: skip
    assert (held.value, held.cpv, held.responsible_id) == (Money(180_000_00), POWER, world.reader.person_id)
    with pytest.raises(NotFound):
        queries.get_contract(world.stranger.trust, reference)
    change = {"reference": reference, "said": said, "actor": world.finance, "at": START}
    actions.change_contract(kept=kept(end_date=None), version=1, **change)  # type: ignore[arg-type]
    held = queries.get_contract(world.trust, reference)
    assert (held.last_date, held.version, held.counterparty_id) == (None, 2, None)
    with pytest.raises(rules.Outdated):
        actions.change_contract(kept=kept(), version=1, **change)  # type: ignore[arg-type]
    with pytest.raises(NotFound):
        actions.change_contract(kept=kept(), version=2, **{**change, "actor": world.stranger})  # type: ignore[arg-type]
    rows = audit.list_about(world.trust, [reference])
    assert [(row.verb, row.person_id) for row in rows] == [
        ("contracts.added", world.keeper.person_id),
        ("contracts.changed", world.finance.person_id),
    ]
    assert "Ring Jo" not in str(rows)


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"title": " "}, "title"),
    ({"title": "x" * 151}, "title"),
    ({"supplier": ""}, "supplier"),
    ({"end_date": date(2025, 8, 31)}, "end_date"),
    ({"school_ids": (999_999,)}, "school_ids"),
    ({"category": "no such thing"}, "category"),
    ({"cpv": "12345678-9"}, "cpv"),
    ({"notice_date": ENDS + DAY}, "notice_date"),
    ({"note": "x" * 4_001}, "note"),
    ({"responsible_id": 999_999}, "responsible_id"),
]


def test_what_cannot_be_is_refused_beside_its_field(world: World) -> None:
    for changes, field in REFUSED:
        with pytest.raises(Refused) as refused:
            add(world.keeper, **changes)
        assert refused.value.field == field
    assert add(world.keeper, title="x" * 150, note="x" * 4_000, notice_date=ENDS)


def test_what_a_trade_keeps_is_supplemented_but_not_contradicted(world: World) -> None:
    reference = bind(world.trust)
    said = Supplement(category="payroll", cpv=POWER, notice_date=ENDS, note="Ask for the rebate", is_counted=False)
    actions.supplement_contract(reference=reference, said=said, version=1, actor=world.keeper, at=START)
    bind(world.trust, category=None, value=Money(7))
    held = queries.get_contract(world.trust, reference)
    assert (held.cpv, held.notice_date, held.note, held.is_counted) == (POWER, ENDS, "Ask for the rebate", False)
    assert (held.category, held.value) == ("payroll", Money(7))
    with pytest.raises(rules.KeptByTrade):
        actions.change_contract(
            reference=reference, kept=kept(), said=said, version=held.version, actor=world.keeper, at=START
        )
    ending = {"reference": reference, "last_date": TODAY, "reason": EndingReason.EARLY, "note": ""}
    with pytest.raises(rules.KeptByTrade):
        actions.end_contract(**ending, actor=world.keeper, at=START)  # type: ignore[arg-type]


def test_a_contract_ends_early_once_and_the_end_outlives_a_change(world: World) -> None:
    reference = add(world.keeper)
    ending = {"reference": reference, "reason": EndingReason.NEW_SUPPLIER, "note": "", "actor": world.keeper}
    with pytest.raises(Refused, match="before the last day"):
        actions.end_contract(last_date=ENDS, at=START, **ending)  # type: ignore[arg-type]
    actions.end_contract(last_date=TODAY, at=START, **ending)  # type: ignore[arg-type]
    with pytest.raises(rules.Ended):
        actions.end_contract(last_date=TODAY - DAY, at=START, **ending)  # type: ignore[arg-type]
    change = {"reference": reference, "said": Supplement(), "version": 2, "actor": world.keeper, "at": START}
    with pytest.raises(Refused, match="An earlier end is recorded"):
        actions.change_contract(kept=kept(end_date=TODAY), **change)  # type: ignore[arg-type]
    actions.change_contract(kept=kept(end_date=None), **change)  # type: ignore[arg-type]
    held = queries.get_contract(world.trust, reference)
    assert (held.last_date, held.end_date) == (TODAY, None)
    assert rules.state_on(held, TODAY + DAY) is ContractState.ENDED


def test_documents_come_all_or_none_and_are_the_trusts_own(world: World) -> None:
    reference = add(world.keeper)
    put = {"reference": reference, "actor": world.keeper, "at": START}
    with pytest.raises(Refused, match="not a PDF"):
        actions.add_documents(files=[("terms.pdf", b"MZ")], **put)  # type: ignore[arg-type]
    with pytest.raises(Refused, match="already a document"):
        actions.add_documents(files=[("a.pdf", PDF), ("A.PDF", PDF)], **put)  # type: ignore[arg-type]


def test_a_document_is_read_by_its_trust_alone_until_it_is_removed(world: World) -> None:
    reference = add(world.keeper)
    put = {"reference": reference, "actor": world.keeper, "at": START}
    assert actions.add_documents(files=[("terms.pdf", PDF), ("price.pdf", PDF)], **put) == 2  # type: ignore[arg-type]
    first = queries.list_documents(queries.get_contract(world.trust, reference).id)[0]
    assert first.name == "price.pdf"
    assert queries.read_document(world.trust, reference, first.id)[1] == PDF
    for trust, about in ((world.stranger.trust, reference), (world.trust, bind(world.trust))):
        with pytest.raises(NotFound):
            queries.read_document(trust, about, first.id)
    actions.remove_document(document_id=first.id, **put)  # type: ignore[arg-type]
    with pytest.raises(NotFound):
        actions.remove_document(document_id=first.id, **put)  # type: ignore[arg-type]


def test_the_list_narrows_by_state_as_the_rule_says_and_sorts_with_the_unknown_last(world: World) -> None:
    ends = [None, TODAY - DAY, TODAY, TODAY + 200 * DAY]
    notices = [None, TODAY - DAY, TODAY, TODAY + 90 * DAY, TODAY + 91 * DAY]
    for end in ends:
        for notice in notices:
            if end is None or notice is None or notice <= end:
                add(world.keeper, title=f"{end} {notice}", end_date=end, notice_date=notice)
    add(world.keeper, title="To come", start_date=TODAY + DAY, category="payroll", value=None)
    every = queries.list_contracts(world.trust, EVERYTHING, ContractSort.TITLE, 0, None, on=TODAY)
    for state in ContractState:
        narrowed = Narrowed(states=frozenset({state}))
        found = queries.list_contracts(world.trust, narrowed, ContractSort.TITLE, 0, None, on=TODAY)
        assert found == [each for each in every if rules.state_on(each, TODAY) is state]
        assert found
        assert queries.count_contracts(world.trust, narrowed, on=TODAY) == len(found)
    for down in (False, True):
        for sort in (ContractSort.END, ContractSort.NOTICE, ContractSort.VALUE):
            found = queries.list_contracts(world.trust, EVERYTHING, sort, 0, None, on=TODAY, downwards=down)
            known = [
                {"end": each.last_date, "notice": each.notice_date, "value": each.value}[sort.value] for each in found
            ]
            said = [each for each in known if each is not None]
            assert known == sorted(said, reverse=down) + [None] * (len(known) - len(said))
    only = Narrowed(text="come beech", category="payroll", source=Source.HAND, ends_from=ENDS, ends_to=ENDS)
    assert [each.title for each in queries.list_contracts(world.trust, only, ContractSort.END, 0, 5, on=TODAY)] == [
        "To come"
    ]
    assert queries.count_contracts(world.stranger.trust, EVERYTHING, on=TODAY) == 0
