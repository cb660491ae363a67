"""When a trust may commit itself, who signs, and what an agreement says."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from app.kernel.money import Money
from app.kernel.unit_price import UnitPrice
from app.procurement.rules import agreements_words as words
from app.procurement.rules.commitments import (
    LONGEST_NAME,
    AgreementChanged,
    AlreadySigned,
    CannotCommit,
    CannotSign,
    NameRefused,
    NothingOpen,
    check_can_ask,
    check_can_give_up,
    check_can_sign,
    check_name,
    check_read,
    check_seen,
    may_sign,
)
from app.procurement.values import CommitmentState, ParticipationState, Per, Stage, Tier
from tests.procurement.commitments_values import ASKER, COMMIT_BY, a_commitment, a_lot, a_part, a_round, a_version

SHA = a_version().sha256
State = ParticipationState


@pytest.mark.parametrize("days", [-1, 0])
def test_a_trust_may_ask_until_the_end_of_the_last_day_to_commit(days: int) -> None:
    today = COMMIT_BY + timedelta(days=days)
    assert check_can_ask(a_round(), a_part(State.INTENDED), a_version(), today=today) == a_version()


REFUSALS: list[tuple[dict[str, Any], str]] = [
    ({"today": COMMIT_BY + timedelta(days=1)}, "Ask the lead trust to move it"),
    ({"held": a_round(Stage.INTENTION)}, "not open yet"),
    ({"held": a_round(Stage.OUT_TO_BID)}, "is fixed"),
    ({"held": a_round(Stage.ABANDONED)}, "is fixed"),
    ({"agreement": None}, "is fixed"),
    ({"own": None}, "how much your trust wants"),
    ({"own": a_part(State.INTERESTED)}, "how much your trust wants"),
    ({"own": a_part(State.WITHDRAWN)}, "how much your trust wants"),
    ({"own": a_part(State.ASKED)}, "is to approve"),
    ({"own": a_part(State.SIGNING)}, "is to sign"),
    ({"own": a_part(State.COMMITTED)}, "committed already"),
]


@pytest.mark.parametrize(("changes", "words_"), REFUSALS)
def test_who_cannot_ask_is_told_why(changes: dict[str, Any], words_: str) -> None:
    given: dict[str, Any] = {"held": a_round(), "own": a_part(State.INTENDED), "agreement": a_version()}
    given |= {"today": COMMIT_BY, **changes}
    with pytest.raises(CannotCommit, match=words_):
        check_can_ask(given["held"], given["own"], given["agreement"], today=given["today"])


def test_nobody_asks_for_other_demand_or_another_version_than_they_were_shown() -> None:
    own, agreement = a_part(State.INTENDED), a_version()
    check_seen(own, agreement, seen_version=own.version, seen_sha256=SHA)
    with pytest.raises(AgreementChanged, match="Version 2"):
        check_seen(own, a_version(2), seen_version=own.version, seen_sha256=SHA)
    with pytest.raises(AgreementChanged, match="what it wants"):
        check_seen(own, agreement, seen_version=own.version - 1, seen_sha256=SHA)


@pytest.mark.parametrize(
    ("approval", "signer", "may"), [("APR-1", ASKER, False), ("APR-1", ASKER + 1, True), (None, ASKER, True)]
)
def test_whoever_asked_signs_only_what_nobody_else_had_to_decide(approval: str | None, signer: int, may: bool) -> None:
    found = a_commitment(CommitmentState.ALLOWED, approval)
    assert may_sign(found, signer) is may
    if may:
        assert check_can_sign(a_round(), found, a_version(), signer=signer) == found
    else:
        with pytest.raises(CannotSign, match="somebody else"):
            check_can_sign(a_round(), found, a_version(), signer=signer)


@pytest.mark.parametrize(
    ("stage", "state", "error"),
    [
        (Stage.COMMITMENT, None, CannotSign),
        (Stage.COMMITMENT, CommitmentState.ASKED, CannotSign),
        (Stage.COMMITMENT, CommitmentState.SIGNED, AlreadySigned),
        (Stage.OUT_TO_BID, CommitmentState.ALLOWED, CannotSign),
    ],
)
def test_only_what_the_scheme_allowed_is_signed_while_the_round_is_open_for_it(
    stage: Stage, state: CommitmentState | None, error: type[Exception]
) -> None:
    with pytest.raises(error):
        check_can_sign(a_round(stage), a_commitment(state) if state else None, a_version(), signer=ASKER + 1)


def test_an_older_version_is_not_signed() -> None:
    found = a_commitment(CommitmentState.ALLOWED)
    check_read(found, a_version(), SHA)
    for agreement, seen in ((a_version(2), SHA), (a_version(2), a_version(2).sha256)):
        with pytest.raises(AgreementChanged, match="Version 2"):
            check_read(found, agreement, seen)


@pytest.mark.parametrize("state", [None, CommitmentState.SIGNED])
def test_only_what_is_not_signed_is_given_up(state: CommitmentState | None) -> None:
    with pytest.raises(NothingOpen):
        check_can_give_up(a_round(), a_commitment(state) if state else None)
    waits = a_commitment(CommitmentState.ASKED)
    assert check_can_give_up(a_round(), waits) == waits
    with pytest.raises(NothingOpen):
        check_can_give_up(a_round(Stage.OUT_TO_BID), waits)


def test_a_name_to_sign_with_has_a_letter_and_at_most_a_hundred() -> None:
    assert check_name("  Sam   Signer ") == "Sam Signer"
    assert check_name("é" * LONGEST_NAME) == "é" * LONGEST_NAME
    for typed in ("", " 12 ", "é" * (LONGEST_NAME + 1), "Sam\u200bSigner"):
        with pytest.raises(NameRefused):
            check_name(typed)


def test_the_agreement_says_each_price_and_what_leaving_costs() -> None:
    lot = replace(a_lot(), per=Per.YEAR, tiers=(Tier(1_000, UnitPrice(2_400)),))
    rows = dict(words.lot_rows(lot))
    assert rows["Guide price of one"] == "25p"
    assert rows["From 1,000 kWh a year together"] == "24p"
    costs = words.leaving(a_round(), "Northgate")
    assert "until the end of 5 March 2027" in costs[0]
    assert "£500.00, which it pays to Northgate" in costs[1]
    free = words.leaving(replace(a_round(), late_fee=Money(0)), "Northgate")
    assert "costs nothing either" in free[1]
    unknown = replace(a_round(), months=None, start_date=None)
    assert dict(words.contract_rows(unknown)) == {"Contract starts": "Not known yet", "Length": "Not known yet"}
    assert ("Ends at the latest", "31 August 2031") in words.contract_rows(a_round())
    assert date(2027, 2, 26) == COMMIT_BY
    assert not any("26 February" in text for _, text in words.timetable_rows(a_round()))
