"""What blocks a start, what is awaited from whom, and what a version commits each trust to."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from app.kernel.errors import Refused
from app.kernel.money import Money
from app.secondments.rules.agreements_starts import awaited, blocks_in_words, is_complete, missing
from app.secondments.rules.agreements_worth import Worth, needs_asking, worth_of
from app.secondments.values import (
    CheckItem,
    CommitmentState,
    CommitmentValue,
    Fte,
    LineKind,
    Month,
    Party,
    Schedule,
    SecondmentState,
    SecondmentValue,
    SignatureValue,
    Terms,
    VatReason,
    VersionState,
    VersionValue,
)
from app.secondments.values.agreements_listed import Outstanding

AT = datetime(2026, 11, 20, 10, tzinfo=UTC)
TODAY, FIRST, LAST = date(2026, 11, 20), date(2027, 1, 4), date(2027, 7, 23)
DAY = timedelta(days=1)
SHA = "a" * 64


def terms(**changes: Any) -> Terms:
    texts = dict.fromkeys(
        ("home_manager", "host_manager", "duties", "confidentiality", "insurance", "health_and_safety", "expenses"), "x"
    )
    values = {"post": "SENDCo", "return_post": "SENDCo", "start_date": FIRST, "end_date": LAST, "place_id": 1}
    return Terms(**{**values, **texts, **changes})


SECONDMENT = SecondmentValue(
    1, "SEC-BBBBB", 1, 1, 2, 1, SecondmentState.SIGNING, "SENDCo", FIRST, LAST, LAST, Fte(4_000), AT, None, None
)


def version(
    signed: dict[Party, str] | None = None, states: tuple[CommitmentState | None, ...] = (None, None)
) -> VersionValue:
    return VersionValue(
        id=1,
        number=1,
        state=VersionState.OPEN,
        terms=terms(),
        sha256=SHA,
        schedule_sha256=SHA,
        issued_at=AT,
        issued_by=1,
        in_force_at=None,
        signatures=tuple(SignatureValue(party, "x", AT, "", sha) for party, sha in (signed or {}).items()),
        commitments=tuple(
            CommitmentValue(trust_id, Money(1), Money(1), state, "APR-BBBBB", 1, AT)
            for trust_id, state in zip((1, 2), states, strict=True)
            if state is not None
        ),
    )


EVERYBODY = dict.fromkeys(Party, SHA)
DONE, ASKED = CommitmentState.COMMITTED, CommitmentState.ASKED


@pytest.mark.parametrize(
    ("signed", "states", "complete"),
    [
        (EVERYBODY, (DONE, DONE), True),
        (EVERYBODY, (DONE, ASKED), False),
        (EVERYBODY, (DONE, None), False),
        (EVERYBODY, (CommitmentState.DECLINED, DONE), False),
        ({**EVERYBODY, Party.HOST: "b" * 64}, (DONE, DONE), False),
        ({Party.HOME: SHA, Party.HOST: SHA}, (DONE, DONE), False),
        ({}, (DONE, DONE), False),
    ],
)
def test_three_signatures_over_the_document_and_two_commitments_put_a_version_in_force(
    signed: dict[Party, str], states: tuple[CommitmentState | None, ...], complete: bool
) -> None:
    assert is_complete(SECONDMENT, version(signed, states)) is complete


def test_a_start_waits_for_signatures_commitments_and_checks() -> None:
    opened = version({Party.HOME: SHA}, (DONE, ASKED))
    found = missing(SECONDMENT, opened, is_in_force=False, checks=(CheckItem.IDENTITY, CheckItem.ENHANCED_DBS))
    assert blocks_in_words(found).splitlines() == [
        "Host: sign version 1",
        "Secondee: sign version 1",
        "Host: approve what it commits to",
        "Home employer: confirm the checks: identity, enhanced DBS",
    ]
    assert missing(SECONDMENT, None, is_in_force=True, checks=()) == []
    assert [each.what for each in missing(SECONDMENT, None, is_in_force=False, checks=())] == [
        "Issue the agreement to be signed"
    ]


def waits(state: SecondmentState, opened: VersionValue | None = None, **changes: Any) -> list[str]:
    facts: dict[str, Any] = {
        "is_in_force": False,
        "faults": [],
        "pay_faults": [],
        "needs_ruling": False,
        "checks": (),
        "arrived": False,
        "today": TODAY,
    }
    found = awaited(replace(SECONDMENT, state=state), opened, **{**facts, **changes})
    return [f"{each.party.value}: {each.what}" for each in found]


def test_what_is_awaited_follows_where_it_stands() -> None:
    fault = [Refused("x")]
    drafting = SecondmentState.DRAFTING
    assert waits(drafting) == ["home: Issue the agreement to be signed"]
    assert waits(drafting, faults=fault, pay_faults=fault * 2, needs_ruling=True) == [
        "home: Complete the terms: 1 thing to see to",
        "host: Complete the terms: 1 thing to see to",
        "home: Complete the pay: 2 things to see to",
        "home: Decide how VAT treats the recharge (finance)",
    ]
    signing = SecondmentState.SIGNING
    assert waits(signing, version(EVERYBODY, (DONE, ASKED))) == ["host: Approve what it commits to"]
    assert waits(signing, version(EVERYBODY, (DONE, ASKED)), today=FIRST) == waits(
        signing, version(EVERYBODY, (DONE, ASKED))
    )
    assert "The first day has passed unsigned" in waits(signing, version(EVERYBODY), today=FIRST + DAY)[0]
    running = SecondmentState.RUNNING
    assert waits(running, is_in_force=True) == ["host: Confirm that the person who came is the person named"]
    assert waits(running, is_in_force=True, arrived=True) == []
    changed = waits(running, is_in_force=True, arrived=True, changed=True, answers=[Outstanding(Party.HOST, "Answer")])
    assert changed == ["home: Issue the changed agreement to be signed", "host: Answer"]
    assert waits(SecondmentState.ENDED, is_in_force=True) == []


def month(day: date, net: int, whole: int, fee: int = 0) -> Month:
    lines = [(LineKind.PAY, Money(net))] + ([(LineKind.FEE, Money(fee))] if fee else [])
    return Month(day, day, day + timedelta(days=27), 28, 28, tuple(lines), Money(whole))


MONTHS = Schedule((month(date(2027, 1, 1), 1_003, 2_000, 53), month(date(2027, 2, 1), 1_003, 2_000, 53)))


@pytest.mark.parametrize(
    ("party", "reason", "registered", "worth"),
    [
        (Party.HOST, VatReason.OTHER_STAFF, True, Worth(Money(2_112), Money(2_536))),
        (Party.HOST, VatReason.TEACHING_STAFF, True, Worth(Money(2_112), Money(2_134))),
        (Party.HOST, VatReason.OTHER_STAFF, False, Worth(Money(2_112), Money(2_112))),
        (Party.HOST, None, True, Worth(Money(2_112), Money(2_112))),
        (Party.HOME, VatReason.OTHER_STAFF, True, Worth(Money(1_994), Money(1_994))),
    ],
)
def test_the_host_commits_what_it_is_charged_with_vat_and_home_what_it_bears(
    party: Party, reason: VatReason | None, registered: bool, worth: Worth
) -> None:
    assert worth_of(party, MONTHS, reason, vat_registered=registered) == worth


@pytest.mark.parametrize(
    ("now", "before", "state", "asks"),
    [
        (0, None, DONE, False),
        (1, None, DONE, True),
        (100, 100, DONE, False),
        (101, 100, DONE, True),
        (100, 100, ASKED, True),
        (100, 100, CommitmentState.DECLINED, True),
    ],
)
def test_a_scheme_is_asked_for_more_than_was_committed_before(
    now: int, before: int | None, state: CommitmentState, asks: bool
) -> None:
    held = [] if before is None else [CommitmentValue(1, Money(before), Money(before), state, None, 1, AT)]
    assert needs_asking(Worth(Money(now), Money(now)), held) is asks
