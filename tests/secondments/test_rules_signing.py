"""Who may sign what, by what name, with which code: at the exact boundary."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from app.kernel.errors import Refused
from app.secondments.rules import signing as rules
from app.secondments.values import Party, SecondmentState, SignatureValue, Terms, VersionState, VersionValue
from app.secondments.values.signing import CodeValue, InvitationValue

AT = datetime(2027, 3, 3, 14, 5, tzinfo=UTC)
SECOND = timedelta(seconds=1)
FIRST = VersionValue(1, 1, VersionState.WITHDRAWN, Terms(), "a" * 64, "b" * 64, AT - timedelta(days=9), 7, None)
LAST = replace(FIRST, id=2, number=2, state=VersionState.OPEN, sha256="c" * 64, issued_at=AT)
SIGNED = SignatureValue(Party.SECONDEE, "Asha Rao", AT, "192.0.2.1", "c" * 64)
SENT = CodeValue(1, "hash", 0, AT, AT + rules.CODE_LASTS)


def check(version: VersionValue = LAST, party: Party = Party.HOME, seen: str = LAST.sha256, **changes: object) -> None:
    state = changes.get("state", SecondmentState.SIGNING)
    assert isinstance(state, SecondmentState)
    newest = changes.get("newest", LAST)
    assert isinstance(newest, VersionValue)
    rules.check_can_sign(version, party, newest=newest, state=state, seen_sha256=seen)


@pytest.mark.parametrize("state", [SecondmentState.SIGNING, SecondmentState.AGREED, SecondmentState.RUNNING])
def test_an_open_version_is_signed_by_whoever_looked_at_its_document(state: SecondmentState) -> None:
    for party in Party:
        check(party=party, state=state)


@pytest.mark.parametrize(
    ("case", "kind", "words"),
    [
        (
            {"version": FIRST, "seen": FIRST.sha256},
            rules.NewerVersion,
            "A newer version was issued on 3 March 2027. Read it, then sign it.",
        ),
        (
            {"seen": FIRST.sha256},
            rules.NewerVersion,
            "A newer version was issued on 3 March 2027. Read it, then sign it.",
        ),
        (
            {"version": FIRST, "newest": FIRST, "seen": FIRST.sha256},
            rules.NotOpen,
            "Version 1 was withdrawn. There is nothing to sign until a new version is issued.",
        ),
        (
            {"state": SecondmentState.ENDED},
            rules.NotOpen,
            "This secondment is not going ahead, so there is nothing to sign.",
        ),
        (
            {"version": replace(LAST, signatures=(SIGNED,)), "party": Party.SECONDEE},
            rules.AlreadySigned,
            "You signed version 2 on 3 March 2027 at 2:05pm.",
        ),
        (
            {"version": replace(LAST, signatures=(SIGNED,), state=VersionState.IN_FORCE), "party": Party.SECONDEE},
            rules.AlreadySigned,
            "You signed version 2 on 3 March 2027 at 2:05pm.",
        ),
    ],
)
def test_an_old_a_withdrawn_or_a_signed_version_each_has_its_answer(
    case: dict[str, object], kind: type[Refused], words: str
) -> None:
    with pytest.raises(kind) as refused:
        check(**case)  # type: ignore[arg-type]
    assert refused.value.message == words


def test_the_signature_of_one_party_does_not_keep_another_from_signing() -> None:
    check(replace(LAST, signatures=(SIGNED,)), Party.HOST)


@pytest.mark.parametrize(("person", "secondee"), [(6, 7), (6, None), (None, 7), (None, None)])
def test_only_the_secondee_signs_for_the_secondee_in_a_sign_in(person: int | None, secondee: int | None) -> None:
    with pytest.raises(rules.WrongPerson):
        rules.check_is_secondee(person, secondee)
    rules.check_is_secondee(7, 7)


@pytest.mark.parametrize(
    ("person_id", "email", "is_secondee"),
    [
        (7, "", True),
        (8, "", False),
        (None, " Asha.Rao@School.example", True),
        (None, "head@school.example", False),
        (8, "asha.rao@school.example", True),
    ],
)
def test_the_secondee_signs_for_no_trust(person_id: int | None, email: str, *, is_secondee: bool) -> None:
    def ask(account: int | None) -> None:
        rules.check_signs_for_trust(
            person_id=person_id, email=email, secondee_person_id=account, secondee_email="asha.rao@school.example"
        )

    if is_secondee:
        with pytest.raises(rules.WrongPerson):
            ask(7)
    else:
        ask(7)
        ask(None)


@pytest.mark.parametrize(
    ("typed", "held", "name"),
    [
        ("  Pat   Provider ", None, "Pat Provider"),
        ("x" * 100, None, "x" * 100),
        ("ASHA  rao", "Asha Rao", "ASHA rao"),
        ("Zoë Ní Bhriain", "zoë  ní bhriain", "Zoë Ní Bhriain"),
    ],
)
def test_a_name_is_kept_as_it_was_typed_with_single_spaces(typed: str, held: str | None, name: str) -> None:
    assert rules.check_name(typed, held=held) == name


@pytest.mark.parametrize(
    ("typed", "held", "words"),
    [
        ("", None, "Enter your full name"),
        (" . ", None, "Enter your full name"),
        ("x" * 101, None, "Your full name must be 100 characters or fewer"),
        ("Pat\u200bProvider", None, "Your full name must not include hidden characters"),
        ("A Rao", "Asha Rao", "Enter your name as it stands in the agreement: Asha Rao"),
        ("Asha", "Asha Rao", "Enter your name as it stands in the agreement: Asha Rao"),
    ],
)
def test_a_name_that_is_none_too_long_or_not_the_secondees_is_refused(typed: str, held: str | None, words: str) -> None:
    with pytest.raises(rules.NameRefused) as refused:
        rules.check_name(typed, held=held)
    assert (refused.value.message, refused.value.field) == (words, "name")


@pytest.mark.parametrize(
    ("start", "until"),
    [
        (date(2027, 3, 4), datetime(2027, 3, 4, tzinfo=UTC)),
        (date(2027, 4, 1), datetime(2027, 3, 31, 23, tzinfo=UTC)),
        (date(2027, 4, 2), datetime(2027, 4, 1, 23, tzinfo=UTC)),
        (date(2027, 4, 3), AT + timedelta(days=30)),
        (date(2027, 3, 3), AT + timedelta(days=30)),
        (date(2026, 9, 1), AT + timedelta(days=30)),
        (None, AT + timedelta(days=30)),
    ],
)
def test_a_link_lasts_to_the_end_of_the_day_before_the_start_or_thirty_days(
    start: date | None, until: datetime
) -> None:
    assert rules.link_until(start, at=AT) == until


@pytest.mark.parametrize(
    ("code", "at"),
    [
        (SENT, AT),
        (SENT, AT + timedelta(minutes=15) - SECOND),
        (replace(SENT, tries=4), AT),
    ],
)
def test_a_code_is_good_for_fifteen_minutes_and_five_tries(code: CodeValue, at: datetime) -> None:
    assert rules.check_code(code, at=at) is code


@pytest.mark.parametrize(
    ("code", "at", "words"),
    [
        (None, AT, "Ask for a code, then enter it here"),
        (replace(SENT, used_at=AT), AT, "This code has been used. Ask for a new code."),
        (replace(SENT, tries=5), AT, "This code was entered wrongly 5 times. Ask for a new code."),
        (SENT, AT + timedelta(minutes=15), "This code is more than 15 minutes old. Ask for a new code."),
    ],
)
def test_a_code_that_is_missing_used_worn_out_or_old_says_so(code: CodeValue | None, at: datetime, words: str) -> None:
    with pytest.raises(rules.CodeRefused) as refused:
        rules.check_code(code, at=at)
    assert (refused.value.message, refused.value.field) == (words, "code")


@pytest.mark.parametrize(
    ("tries", "words"),
    [
        (3, "This code is not right. You can try 2 times more."),
        (4, "This code is not right. You can try once more."),
        (5, "This code is not right. Ask for a new code."),
    ],
)
def test_a_wrong_code_says_how_many_tries_are_left(tries: int, words: str) -> None:
    assert rules.wrong_code(tries).message == words


@pytest.mark.parametrize("typed", ["123456", " 123 456 ", "123-456"])
def test_a_code_may_be_typed_with_spaces_and_hyphens(typed: str) -> None:
    assert rules.typed_code(typed) == "123456"


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "12345a", "١٢٣٤٥٦"])
def test_what_is_not_six_numbers_is_no_code(typed: str) -> None:
    with pytest.raises(rules.CodeRefused):
        rules.typed_code(typed)


def test_a_fifth_code_in_an_hour_is_sent_and_a_sixth_is_not() -> None:
    sent = [AT + timedelta(minutes=each) for each in range(5)]
    rules.check_may_send_code(sent[:4], at=sent[4])
    with pytest.raises(rules.TooManyCodes) as refused:
        rules.check_may_send_code(sent, at=AT + timedelta(hours=1) - SECOND)
    assert refused.value.message == ("Too many codes were asked for. Ask for another one after 3 March 2027 at 3:05pm.")
    rules.check_may_send_code(sent, at=AT + timedelta(hours=1))


def test_an_eleventh_code_in_a_day_waits_until_the_first_is_a_day_old() -> None:
    sent = [AT + timedelta(hours=each) for each in range(10)]
    rules.check_may_send_code(sent[:9], at=AT + timedelta(hours=9))
    with pytest.raises(rules.TooManyCodes):
        rules.check_may_send_code(sent, at=AT + timedelta(days=1) - SECOND)
    rules.check_may_send_code(sent, at=AT + timedelta(days=1))


def test_only_the_last_link_sent_for_a_party_is_good() -> None:
    link = InvitationValue(4, 2, Party.HOME, "Pat", "pat@northgate.example", AT, 1, AT)
    rules.check_link_stands(link, last_id=4)
    with pytest.raises(rules.LinkReplaced):
        rules.check_link_stands(link, last_id=5)
