"""What comes first, for words that school business managers type."""

import pytest

from app.search.index import Index
from app.search.values import Query
from app.search.whoosh_index import WhooshIndex
from tests.search.makers import CLERKING, IT_SUPPORT, PAYROLL, make_document

CATALOGUE = [
    make_document("LST-22221", "Payroll and pensions bureau", summary="Monthly pay for teachers and support staff.",
                  body="Teachers' Pensions returns, RTI and payslips."),
    make_document("LST-22222", "IT support desk", summary="Technicians for your network.", body="It is what we do.",
                  category_path=IT_SUPPORT),
    make_document("LST-22223", "Clerking for governing boards", summary="Minutes and agendas.",
                  body="Training for governors, with payroll advice on request.", category_path=CLERKING),
    make_document("LST-22224", "Year 6 booster classes", summary="Small groups before key stage 2 tests.",
                  body="Teaching assistants can join.", category_path=(("school-improvement", "School improvement"),)),
    make_document("LST-22225", "SEND review", summary="A visit by a SENDCo.",
                  body="One-to-one coaching. We send a report.", category_path=(("send-and-inclusion", "SEND"),)),
    make_document("LST-22226", "Secondment of a head of maths", summary="A level and GCSE.",
                  body="For two terms.", category_path=(("school-improvement", "School improvement"),)),
]  # fmt: skip


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    index = WhooshIndex(tmp_path_factory.mktemp("relevance") / "search")
    with index.alone() as writer:
        writer.rebuild(CATALOGUE)
    return index


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("payroll", ["LST-22221", "LST-22223"]),
        ("pay roll payroll", ["LST-22221"]),
        ("it support", ["LST-22222"]),
        ("IT", ["LST-22222"]),
        ("technician", ["LST-22222"]),
        ("governor training", ["LST-22223"]),
        ("clerk", ["LST-22223"]),
        ("year 6", ["LST-22224"]),
        ("ks2", ["LST-22224"]),
        ("ta", ["LST-22224"]),
        ("sen", ["LST-22225"]),
        ("1:1", ["LST-22225"]),
        ("a level maths", ["LST-22226"]),
        ("secondments", ["LST-22226"]),
        ("second", []),
        ('"governing boards"', ["LST-22223"]),
        ('"boards governing"', []),
        ("payroll -clerking", ["LST-22221"]),
        ('payroll -"payroll advice"', ["LST-22221"]),
        ("the", []),
        ("???", []),
    ],
)
def test_the_right_listings_are_found_best_first(index: Index, text: str, expected: list[str]) -> None:
    results = index.find(Query(text=text))
    found = [hit.reference for hit in results.hits]
    if text == "pay roll payroll":
        assert results.relaxed
        found = found[:1]
    assert found == expected


def test_where_no_listing_has_all_the_words_those_with_any_are_found_and_that_is_said(index: Index) -> None:
    results = index.find(Query(text="payroll helicopters"))
    assert results.relaxed
    assert [hit.reference for hit in results.hits] == ["LST-22221", "LST-22223"]
    assert not index.find(Query(text="payroll pensions")).relaxed
    assert not index.find(Query(text="helicopters")).relaxed


def test_filters_that_hide_every_match_do_not_loosen_the_words(index: Index) -> None:
    results = index.find(Query(text="payroll pensions", phase=("secondary",)))
    assert (results.total, results.relaxed, results.lifted["phase"]) == (0, False, 1)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("payrol", "payroll"),
        ("clarking", "clerking"),
        ("payroll", ""),
        ("the payrol bureu", "the payroll bureau"),
        ("zzzzzz", ""),
    ],
)
def test_unknown_words_are_put_right_as_listings_spell_them(index: Index, typed: str, meant: str) -> None:
    assert index.find(Query(text=typed)).suggestion == meant


def test_the_words_asked_for_are_marked_in_the_summary_else_in_the_text(index: Index) -> None:
    hit = index.find(Query(text="teacher")).hits[0]
    assert [(piece.text, piece.is_match) for piece in hit.snippet] == [
        ("Monthly pay for ", False), ("teachers", True), (" and support staff.", False)
    ]  # fmt: skip
    marked = index.find(Query(text="payslips")).hits[0].snippet
    assert "".join(piece.text for piece in marked) == "Teachers' Pensions returns, RTI and payslips."
    assert [piece.text for piece in marked if piece.is_match] == ["payslips"]


def test_a_long_text_is_cut_around_the_first_match(tmp_path_factory: pytest.TempPathFactory) -> None:
    index = WhooshIndex(tmp_path_factory.mktemp("long") / "search")
    body = "filling words here " * 40 + "zanzibar " + "and more of them " * 40
    with index.alone() as writer:
        writer.rebuild([make_document(body=body, category_path=PAYROLL)])
    shown = "".join(piece.text for piece in index.find(Query(text="zanzibar")).hits[0].snippet)
    assert "zanzibar" in shown
    assert shown.startswith("…")
    assert shown.endswith("…")
    assert len(shown) <= 222
