"""The pure decisions, at their boundaries."""

from datetime import UTC, date, datetime, timedelta

import pytest

from app.kernel.actor import Actor
from app.trusts import rules
from app.trusts.rules.domains import compare, findings, host_of
from app.trusts.rules.register import day_of_move, totals
from app.trusts.rules.words import needle, searchable, sortable, words_of
from app.trusts.values import (
    DomainMatch,
    InvitationState,
    InvitationValue,
    Permission,
    Phase,
    RequestState,
    RequestValue,
    Role,
    SchoolValue,
    TrustKind,
    TrustValue,
)

AT = datetime(2026, 11, 20, 10, tzinfo=UTC)
OPEN = TrustValue(1, "1", "Oak Trust", TrustKind.MULTI_ACADEMY_TRUST, True, "", "", "", "", ())
SHUT = TrustValue(2, "2", "Elm Trust", TrustKind.MULTI_ACADEMY_TRUST, False, "", "", "", "", ())
VIEW, MONEY, AUDIT = Permission.VIEW_TRUST, Permission.VIEW_MONEY, Permission.VIEW_AUDIT
READ, KEEP = Permission.VIEW_CONTRACTS, Permission.KEEP_CONTRACTS


@pytest.mark.parametrize(
    ("role", "allowed"),
    [
        (Role.ADMINISTRATOR, {VIEW, MONEY, AUDIT, READ, Permission.MANAGE_TRUST, Permission.MANAGE_SCHEME}),
        (Role.BUYER, {VIEW, MONEY, READ, KEEP, Permission.BUY, Permission.BOOK_CPD}),
        (Role.APPROVER, {VIEW, MONEY, READ, Permission.APPROVE}),
        (Role.PROVIDER, {VIEW, MONEY, Permission.PUBLISH, Permission.FULFIL}),
        (Role.HR_LEAD, {VIEW, Permission.POST_SECONDMENTS}),
        (Role.CPD_LEAD, {VIEW, Permission.POST_CPD, Permission.BOOK_CPD}),
        (Role.PROCUREMENT_LEAD, {VIEW, READ, KEEP, Permission.RUN_PROCUREMENT}),
        (Role.FINANCE, {VIEW, MONEY, AUDIT, READ, KEEP, Permission.MANAGE_FINANCE}),
    ],
)
def test_a_role_allows_what_its_table_says_and_no_more(role: Role, allowed: set[Permission]) -> None:
    assert rules.permissions_of([role]) == allowed


def test_roles_add_up_and_no_role_allows_nothing() -> None:
    assert rules.permissions_of([]) == frozenset()
    both = rules.permissions_of([Role.BUYER, Role.HR_LEAD])
    assert both == {VIEW, MONEY, READ, KEEP, Permission.BUY, Permission.BOOK_CPD, Permission.POST_SECONDMENTS}


def test_every_permission_comes_with_some_role_and_every_role_says_what_it_allows() -> None:
    assert rules.permissions_of(Role) == frozenset(Permission)
    assert all(role.allows.endswith(".") and role.label for role in Role)


def test_the_roles_with_a_permission_are_those_that_allow_it() -> None:
    assert rules.roles_with(Permission.VIEW_AUDIT) == {Role.ADMINISTRATOR, Role.FINANCE}


def test_a_closed_trust_cannot_be_joined() -> None:
    rules.check_can_join(OPEN, is_member=False)
    with pytest.raises(rules.TrustClosed):
        rules.check_can_join(SHUT, is_member=False)
    with pytest.raises(rules.TrustClosed):
        rules.check_can_add(SHUT, is_member=False)


def test_nobody_joins_a_trust_twice() -> None:
    with pytest.raises(rules.AlreadyMember):
        rules.check_can_join(OPEN, is_member=True)
    with pytest.raises(rules.AlreadyMember):
        rules.check_can_add(OPEN, is_member=True)


@pytest.mark.parametrize(
    ("roles_after", "administrators", "refused"),
    [
        ({Role.ADMINISTRATOR}, [7], False),
        ({Role.BUYER}, [7], True),
        (set(), [7], True),
        ({Role.BUYER}, [7, 8], False),
        ({Role.BUYER}, [8], False),
        ({Role.BUYER}, [], False),
    ],
)
def test_the_last_administrator_stays_one(roles_after: set[Role], administrators: list[int], refused: bool) -> None:
    if not refused:
        rules.check_keeps_administrator(7, roles_after, administrators)
        return
    with pytest.raises(rules.LastAdministrator):
        rules.check_keeps_administrator(7, roles_after, administrators)


@pytest.mark.parametrize(
    ("state", "runs_out_in", "good"),
    [
        (InvitationState.WAITING, timedelta(microseconds=1), True),
        (InvitationState.WAITING, timedelta(0), False),
        (InvitationState.WAITING, timedelta(microseconds=-1), False),
        (InvitationState.ACCEPTED, timedelta(days=1), False),
        (InvitationState.WITHDRAWN, timedelta(days=1), False),
    ],
)
def test_an_invitation_is_good_until_used_withdrawn_or_run_out(
    state: InvitationState, runs_out_in: timedelta, good: bool
) -> None:
    invitation = InvitationValue(1, 1, "a@b.example", frozenset({Role.BUYER}), state, AT, AT + runs_out_in, 1)
    if good:
        rules.check_invitation(invitation, AT)
        return
    with pytest.raises(rules.InvitationOver):
        rules.check_invitation(invitation, AT)


ADMINISTRATOR = Actor(1, 1, rules.permissions_of([Role.ADMINISTRATOR]))


@pytest.mark.parametrize(
    ("actor", "administrators", "may"),
    [
        (ADMINISTRATOR, [1], True),
        (Actor(2, 1, rules.permissions_of([Role.BUYER])), [1], False),
        (Actor(3, 9, rules.permissions_of([Role.ADMINISTRATOR])), [1], False),
        (Actor(4, is_operator=True), [1], False),
        (Actor(4, is_operator=True), [], True),
        (Actor(5), [], False),
    ],
)
def test_administrators_decide_and_the_operator_only_where_there_is_none(
    actor: Actor, administrators: list[int], may: bool
) -> None:
    assert rules.may_decide(actor, 1, administrators) is may


def test_the_first_person_of_a_trust_is_its_administrator() -> None:
    rules.check_acceptance([Role.ADMINISTRATOR, Role.BUYER], [])
    rules.check_acceptance([Role.BUYER], [1])
    with pytest.raises(rules.AdministratorNeeded):
        rules.check_acceptance([Role.BUYER], [])


@pytest.mark.parametrize("state", [RequestState.ACCEPTED, RequestState.DECLINED, RequestState.WITHDRAWN])
def test_a_request_is_decided_once(state: RequestState) -> None:
    rules.check_waiting(RequestValue(1, 1, 1, "", RequestState.WAITING, AT))
    with pytest.raises(rules.AlreadyDecided):
        rules.check_waiting(RequestValue(1, 1, 1, "", state, AT))


@pytest.mark.parametrize("reason", ["", "   \n"])
def test_a_decline_needs_a_reason(reason: str) -> None:
    rules.check_reason("Not of our trust")
    with pytest.raises(rules.ReasonNeeded):
        rules.check_reason(reason)


@pytest.mark.parametrize(
    ("domain", "host", "match"),
    [
        ("oak.example", "oak.example", DomainMatch.SAME),
        ("office.oak.example", "oak.example", DomainMatch.RELATED),
        ("oak.example", "primary.oak.example", DomainMatch.RELATED),
        ("oak.org.uk", "primary.oak.org.uk", DomainMatch.RELATED),
        ("org.uk", "oak.org.uk", None),
        ("kent.sch.uk", "oak.kent.sch.uk", None),
        ("oak.kent.sch.uk", "www2.oak.kent.sch.uk", DomainMatch.RELATED),
        ("example", "oak.example", None),
        ("notoak.example", "oak.example", None),
        ("oak.example", "oak.example.evil.example", None),
        ("", "oak.example", None),
        ("oak.example", "", None),
    ],
)
def test_an_email_domain_is_compared_by_whole_labels(domain: str, host: str, match: DomainMatch | None) -> None:
    assert compare(domain, host) is match


@pytest.mark.parametrize(
    ("website", "host"),
    [
        ("https://www.oak.example/home?x=1", "oak.example"),
        ("WWW.Oak.Example", "oak.example"),
        ("oak.example:8080/path", "oak.example"),
        ("http://[broken", ""),
        ("", ""),
    ],
)
def test_a_website_is_read_with_or_without_its_scheme(website: str, host: str) -> None:
    assert host_of(website) == host


def test_the_same_domain_is_found_before_a_related_one() -> None:
    websites = [("Ash", "ash.oak.example"), ("Elm", "elm.example"), ("Oak", "https://oak.example")]
    assert [each.school for each in findings("head@OAK.example", websites)] == ["Oak", "Ash"]


@pytest.mark.parametrize(
    ("opened", "moved"),
    [
        (None, date(2026, 6, 1)),
        (date(2025, 12, 31), date(2026, 6, 1)),
        (date(2026, 1, 1), date(2026, 6, 1)),
        (date(2026, 1, 2), date(2026, 1, 2)),
        (date(2026, 6, 1), date(2026, 6, 1)),
        (date(2026, 6, 2), date(2026, 6, 1)),
    ],
)
def test_a_school_moves_when_its_new_trust_opened_if_that_came_since(opened: date | None, moved: date) -> None:
    assert day_of_move(date(2026, 6, 1), opened, recorded=date(2026, 1, 1)) == moved


def test_schools_are_totalled_by_phase_and_a_missing_roll_counts_none() -> None:
    def school(phase: Phase, roll: int | None) -> SchoolValue:
        return SchoolValue(1, "1", "A", phase, None, roll, "", "", 1, None, None, "")

    found = totals([school(Phase.SECONDARY, 900), school(Phase.PRIMARY, 200), school(Phase.PRIMARY, None)])
    assert [(each.phase, each.schools, each.roll) for each in found] == [
        (Phase.PRIMARY, 2, 200),
        (Phase.SECONDARY, 1, 900),
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("St. Mary’s", ["st", "marys"]),
        ("Saint Mary's", ["st", "marys"]),
        ("FIERTÉ", ["fierte"]),
        ("Elm & Oak", ["elm", "and", "oak"]),
        ("A.C.E.", ["ace"]),
        ("Stoke-on-Wend", ["stoke", "on", "wend"]),
        ("100%_'); --", ["100"]),
    ],
)
def test_words_are_alike_however_they_are_typed(text: str, words: list[str]) -> None:
    assert words_of(text) == words


def test_a_searchable_text_holds_a_postcode_and_a_hyphenated_name_both_ways() -> None:
    text = searchable(["E-ACT"], identifiers=["07318714"], postcode="WX1 4AB")
    assert text == " e act eact 07318714 wx1 4ab wx14ab "


def test_an_outward_postcode_is_looked_for_whole() -> None:
    assert needle("wx1") == " wx1 "
    assert needle("wex") == " wex"


@pytest.mark.parametrize(("name", "key"), [("The Oak Trust", "oak trust"), ("The", "the"), ("Oak", "oak")])
def test_names_are_ordered_without_a_leading_the(name: str, key: str) -> None:
    assert sortable(name) == key
