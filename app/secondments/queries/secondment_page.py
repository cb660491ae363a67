"""Reading one secondment for its page: where it stands, what it waits for, whom to ask."""

from datetime import date, datetime

from app.kernel.clock import day_words, london_date
from app.people import queries as people
from app.secondments.queries.agreements import faults_of_pay, faults_of_ruling, faults_of_terms, place_name
from app.secondments.queries.along import endings_of, waiting_early_end, waiting_extension
from app.secondments.queries.checks import arrivals_of, missing_checks
from app.secondments.queries.recharge import find_vat_ruling
from app.secondments.queries.secondments import draft_of, get_secondment, has_draft, versions_of
from app.secondments.rules.agreements_starts import awaited, missing
from app.secondments.values import (
    CheckItem,
    DraftValue,
    Party,
    SecondmentState,
    SecondmentValue,
    VersionState,
    VersionValue,
)
from app.secondments.values.agreements_listed import Outstanding
from app.secondments.values.secondment_page import Contact, SecondmentPage
from app.trusts import queries as trusts
from app.trusts.values import Permission

ABOUT = {Permission.POST_SECONDMENTS: "HR", Permission.MANAGE_FINANCE: "Finance"}
BEFORE_START = (SecondmentState.DRAFTING, SecondmentState.SIGNING, SecondmentState.AGREED)


def get_secondment_page(trust_id: int, reference: str, *, at: datetime) -> SecondmentPage:
    """A secondment of the trust with everything that its page shows. Raises NotFound for another's."""
    held = get_secondment(trust_id, reference)
    versions, draft, today = versions_of(held.id), draft_of(held.id), london_date(at)
    opened, in_force = _in(versions, VersionState.OPEN), _in(versions, VersionState.IN_FORCE)
    terms = (in_force or opened or draft).terms
    known = trusts.trusts_by_id([held.home_id, held.host_id])
    checks, arrival = missing_checks(held.id), arrivals_of([held.id]).get(held.id)
    return SecondmentPage(
        held=held,
        party=held.party_of(trust_id),
        trusts={Party.HOME: known[held.home_id], Party.HOST: known[held.host_id]},
        contacts={party: _contacts(held.trust_of(party)) for party in (Party.HOME, Party.HOST)},
        draft=draft,
        has_draft=has_draft(held.id),
        versions=tuple(reversed(versions)),
        opened=opened,
        in_force=in_force,
        place=place_name(terms),
        awaited=tuple(_awaited(held, draft, opened, in_force, checks, arrived=arrival is not None, today=today)),
        ending=endings_of([held.id]).get(held.id),
        blocks=tuple(_blocks(held, opened, in_force, checks, today)),
        checks=checks,
        arrival=arrival,
    )


def _awaited(
    held: SecondmentValue,
    draft: DraftValue,
    opened: VersionValue | None,
    in_force: VersionValue | None,
    checks: tuple[CheckItem, ...],
    *,
    arrived: bool,
    today: date,
) -> list[Outstanding]:
    drafts = opened is None and in_force is None
    return awaited(
        held,
        opened,
        is_in_force=in_force is not None,
        faults=faults_of_terms(held, draft.terms, today=today) if drafts else [],
        pay_faults=faults_of_pay(draft) if drafts else [],
        needs_ruling=drafts and bool(faults_of_ruling(draft, find_vat_ruling(held.id))),
        checks=checks,
        arrived=arrived,
        today=today,
        changed=in_force is not None and has_draft(held.id),
        answers=_answers(held, today),
    )


def _answers(held: SecondmentValue, today: date) -> list[Outstanding]:
    """What one of the trusts asked and the other has still to answer."""
    later, sooner = waiting_extension(held.id), waiting_early_end(held.id, today)
    page = f"/secondments/{held.reference}"
    found = []
    if later is not None:
        what = f"Answer the later last day that was asked for: {day_words(later.to_date)}"
        found.append(Outstanding(_other(later.by_party), what, f"{page}/extension"))
    if sooner is not None:
        what = f"Answer the earlier last day that was asked for: {day_words(sooner.last_date)}"
        found.append(Outstanding(_other(sooner.by_party), what, f"{page}/end"))
    return found


def _other(party: Party) -> Party:
    return Party.HOST if party is Party.HOME else Party.HOME


def _blocks(
    held: SecondmentValue,
    opened: VersionValue | None,
    in_force: VersionValue | None,
    checks: tuple[CheckItem, ...],
    today: date,
) -> list[Outstanding]:
    if held.state not in BEFORE_START or held.start_date is None or held.start_date > today:
        return []
    return missing(held, opened, is_in_force=in_force is not None, checks=checks)


def _in(versions: list[VersionValue], state: VersionState) -> VersionValue | None:
    return next((each for each in versions if each.state is state), None)


def _contacts(trust_id: int) -> tuple[Contact, ...]:
    by = {permission: trusts.people_with(trust_id, permission) for permission in ABOUT}
    known = people.people_by_id(person for ids in by.values() for person in ids)
    return tuple(
        Contact(known[each].name, known[each].email, ABOUT[permission])
        for permission, ids in by.items()
        for each in ids
        if each in known
    )
