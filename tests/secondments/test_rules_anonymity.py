"""What in the text of an availability says who it is about."""

import pytest

from app.secondments.rules.anonymity import certain, findings, likely, names_in
from app.secondments.values import Finding, FindingKind, Known

KNOWN = Known(
    trust="Northgate Learning Trust",
    schools=("Ash Primary School", "Birch High School"),
    places=("Tiverton", "Devon"),
    person="Wren Ashdown",
)


def found_in(text: str, known: Known = KNOWN) -> list[tuple[FindingKind, str]]:
    return [(each.kind, each.words) for each in findings({"description": text}, known)]


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("Write to w.ashcroft@northern.example today", FindingKind.EMAIL, "w.ashcroft@northern.example"),
        ("Ring 01392 496012 after four", FindingKind.TELEPHONE, "01392 496012"),
        ("Ring +44 7700 900123", FindingKind.TELEPHONE, "+44 7700 900123"),
        ("See www.northern.example/team for more", FindingKind.LINK, "www.northern.example/team"),
        ("More at northgate.org.uk", FindingKind.LINK, "northgate.org.uk"),
        ("Lives near EX4 4QJ", FindingKind.POSTCODE, "EX4 4QJ"),
        ("wren ashdown has led SEND", FindingKind.PERSON, "wren ashdown"),
        ("Ashdown has led SEND", FindingKind.PERSON, "Ashdown"),
        ("Works for northgate learning trust", FindingKind.TRUST, "northgate learning trust"),
        ("Works for Northgate Learning", FindingKind.TRUST, "Northgate Learning"),
        ("SENDCo at Ash Primary School", FindingKind.SCHOOL, "Ash Primary School"),
        ("SENDCo at Birch High", FindingKind.SCHOOL, "Birch High"),
        ("Our chief executive would like a change", FindingKind.TITLE, "chief executive"),
        ("An Executive Headteacher of two schools", FindingKind.TITLE, "Executive Headteacher"),
        ("Headteacher of a school by the sea", FindingKind.TITLE, "Headteacher of"),
        ("Has been director of education since 2020", FindingKind.TITLE, "director of education"),
        ("A CFO with ten years’ experience", FindingKind.TITLE, "CFO"),
    ],
)
def test_what_is_certain_must_come_out(text: str, kind: FindingKind, words: str) -> None:
    assert found_in(text) == [(kind, words)]
    assert certain(findings({"title": text}, KNOWN)) == [Finding("title", kind, words)]


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("Trained by Mrs Okafor", FindingKind.NAME_LIKE, "Mrs Okafor"),
        ("Worked beside Amina Farouk for two years", FindingKind.NAME_LIKE, "Amina Farouk"),
        ("Wren would like to lead", FindingKind.FIRST_NAME, "Wren"),
        ("Began at St Oswald’s Primary School", FindingKind.SCHOOL_LIKE, "St Oswald’s Primary School"),
        ("Began at Larkmoor Academy", FindingKind.SCHOOL_LIKE, "Larkmoor Academy"),
        ("Northgate has three schools", FindingKind.TRUST_LIKE, "Northgate"),
        ("Near Tiverton", FindingKind.PLACE, "Tiverton"),
    ],
)
def test_what_is_likely_is_only_warned_of(text: str, kind: FindingKind, words: str) -> None:
    assert found_in(text) == [(kind, words)]
    assert likely(findings({"title": text}, KNOWN)) == [Finding("title", kind, words)]


@pytest.mark.parametrize(
    "text",
    [
        "An experienced SENDCo who holds the National Award for SEN Coordination",
        "Key Stage 2 teacher, maths lead, in the South West",
        "Reports to the chief executive and works with the headteacher of each school",
        "A deputy headteacher of a two-form entry primary school",
        "Six years in Year 6; since September 2021 phase leader. English and History.",
        "Has taught 0.8 FTE on a band of £45,000 to £52,000 for 1,200 hours since 2019",
        "Available from Monday 4 January 2027, Tuesdays and Wednesdays",
        "In a primary school, then a High School, and now an Academy",
    ],
)
def test_what_everybody_may_know_is_not_found(text: str) -> None:
    assert found_in(text) == []


def test_a_school_that_the_person_agrees_to_have_named_is_no_finding_and_the_others_are() -> None:
    known = Known(trust=KNOWN.trust, schools=KNOWN.schools, shown_school="Ash Primary School")
    assert found_in("At Ash Primary School, before at Birch High School", known) == [
        (FindingKind.SCHOOL, "Birch High School")
    ]


def test_every_field_is_read_and_each_thing_is_told_once_in_it() -> None:
    texts = {"title": "Ashdown", "gain": "Ashdown, or Ashdown"}
    assert [(each.field, each.words) for each in findings(texts, KNOWN)] == [("title", "Ashdown"), ("gain", "Ashdown")]


@pytest.mark.parametrize(
    ("post", "found"),
    [
        ("SENDCo, two days a week", []),
        ("SENDCo (Wren Ashdown)", ["Wren Ashdown"]),
        ("SENDCo: wren ashdown", ["wren ashdown"]),
        ("Ashdown, SENDCo", ["Ashdown"]),
        ("ASHDOWN", ["ASHDOWN"]),
        ("Wren Hall SENDCo", []),
        ("SENDCo wren.ashdown@northgate.example", ["wren.ashdown@northgate.example"]),
    ],
)
def test_a_post_that_names_the_secondee_is_told_by_its_words(post: str, found: list[str]) -> None:
    assert names_in(post, "Wren Ashdown") == found


def test_a_surname_that_is_an_ordinary_word_is_no_name_in_a_post() -> None:
    assert names_in("Head of Year Eight", "Wren Eight") == []
