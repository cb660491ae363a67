"""How the words of schools are read."""

import pytest

from app.search.whoosh_index.analysis import ANALYSER, typed_terms


def written_terms(text: str) -> list[str]:
    return [token.text for token in ANALYSER(text)]


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("IT support", "it support"),
        ("IT support", "ICT support"),
        ("Year 6 booster", "year 6 booster"),
        ("Year 6 booster", "Y6 booster"),
        ("Level 3 safeguarding", "level 3 safeguarding"),
        ("A level maths", "a-level maths"),
        ("A-level maths", "A levels maths"),
        ("T level placements", "t levels placement"),
        ("1:1 support", "one to one support"),
        ("R&D tax", "r & d tax"),
        ("not for profit", "not for profit"),
        ("SEND review", "send review"),
        ("SEN review", "SEND review"),
        ("Special educational needs and disabilities review", "sen review"),
        ("SENDCo support", "senco support"),
        ("TA cover", "teaching assistants cover"),
        ("TAs for cover", "ta cover"),
        ("Human resources advice", "hr advice"),
        ("Educational psychologists", "educational psychology"),
        ("Speech and language therapist", "speech and language therapy"),
        ("Counsellors", "counselling"),
        ("The trust’s policies", "trust policy"),
        ("Pêl-droed Cymraeg", "pel droed cymraeg"),
        ("KS2 moderation", "key stage 2 moderation"),
        ("EHCP reviews", "EHC plan review"),
    ],
)
def test_what_is_typed_is_read_as_what_is_written(written: str, typed: str) -> None:
    assert typed_terms(typed) == written_terms(written) != []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("secondment", "second"),
        ("university", "universal"),
        ("community", "communication"),
        ("position", "positive"),
        ("governance", "government"),
        ("policy", "police"),
        ("organisation", "organ"),
        ("Year 6", "Year 5"),
        ("Level 3", "Level 2"),
    ],
)
def test_words_that_differ_stay_apart(one: str, other: str) -> None:
    assert set(written_terms(one)) != set(written_terms(other))


def test_the_pronoun_and_the_verb_are_not_subjects() -> None:
    assert "ict" not in written_terms("it is what we send")
    assert "sen" not in written_terms("it is what we send")
