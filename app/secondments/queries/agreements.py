"""What an agreement is held against and made of: the draft's faults, the person's other secondments, its worth."""

from datetime import date, datetime

from app.kernel.clock import london_date
from app.kernel.errors import NotFound, Refused
from app.listings.rules import check_complete
from app.secondments.paper import AgreementFacts
from app.secondments.queries.recharge import find_vat_ruling, vat_registered
from app.secondments.queries.secondees import secondees_by_id
from app.secondments.queries.secondments import (
    UNDER_AGREEMENT,
    draft_of,
    secondments_of,
    version_in_force,
    versions_in_force,
)
from app.secondments.rules import agreements as rules
from app.secondments.rules.agreements_worth import Worth, worth_of
from app.secondments.rules.anonymity import names_in
from app.secondments.rules.overlap import overlap_faults
from app.secondments.rules.recharge import schedule
from app.secondments.rules.recharge_faults import pay_faults, vat_ruling_faults
from app.secondments.values import DraftValue, Party, Schedule, SecondmentValue, Terms, VatDecision, VatReason
from app.secondments.values.agreements_listed import Held
from app.trusts import queries as trusts


def held_elsewhere(secondment: SecondmentValue) -> list[Held]:
    """The same person's other secondments that are agreed or under way, with the hours they take to their last day."""
    others = [each for each in secondments_of(secondment.secondee_id, UNDER_AGREEMENT) if each.id != secondment.id]
    versions = versions_in_force(each.id for each in others)
    return [
        Held(each.reference, versions[each.id].terms.hours, each.last_date)
        for each in others
        if each.id in versions and each.last_date is not None
    ]


def first_day_of(secondment: SecondmentValue) -> date | None:
    """The agreed first day of a secondment that has started; None of one that has not."""
    in_force = version_in_force(secondment.id) if secondment.started_at else None
    return in_force.terms.start_date if in_force else None


def faults_of_terms(secondment: SecondmentValue, terms: Terms, *, today: date) -> list[Refused]:
    """Everything that terms lack to be issued, an overlap with the person's other secondments included."""
    found = rules.terms_faults(terms, today=today, started=first_day_of(secondment))
    return [*found, *faults_of_post(secondment, terms), *overlap_faults(terms, held_elsewhere(secondment))]


def faults_of_post(secondment: SecondmentValue, terms: Terms) -> list[Refused]:
    """A post that names the secondee: it stands in approvals, notices and charges, which name nobody."""
    secondee = secondees_by_id([secondment.secondee_id])[secondment.secondee_id]
    if secondee.is_erased:
        return []
    return [
        Refused(f"Take out “{words}”: approvers and finance read the post, and are told no name", field="post")
        for words in names_in(terms.post, secondee.name)
    ]


def faults_of_pay(draft: DraftValue) -> list[Refused]:
    """Everything that the pay of a draft lacks to be issued."""
    return pay_faults(draft.terms, draft.pay)


def faults_of_ruling(draft: DraftValue, ruling: VatDecision | None) -> list[Refused]:
    """What is wrong with how VAT was decided; nothing needs deciding where nothing is charged."""
    if not draft.terms.basis.is_charged:
        return []
    conditions = ruling.conditions if ruling else frozenset()
    return vat_ruling_faults(ruling.reason if ruling else None, conditions, draft.pay)


def facts_of(secondment: SecondmentValue, *, number: int, at: datetime) -> AgreementFacts:
    """What the next version would be made of. Raises Incomplete with everything that the draft lacks."""
    draft, ruling, today = draft_of(secondment.id), find_vat_ruling(secondment.id), london_date(at)
    faults = [*faults_of_terms(secondment, draft.terms, today=today), *faults_of_pay(draft)]
    check_complete([*faults, *faults_of_ruling(draft, ruling)])
    parties = trusts.trusts_by_id([secondment.home_id, secondment.host_id])
    secondee = secondees_by_id([secondment.secondee_id])[secondment.secondee_id]
    if secondee.is_erased:
        raise NotFound("the secondee has left")
    made, vat = schedule(draft.terms, draft.pay), ruling if draft.terms.basis.is_charged else None
    return AgreementFacts(
        reference=secondment.reference,
        number=number,
        home=parties[secondment.home_id],
        host=parties[secondment.host_id],
        name=secondee.name,
        home_post=secondee.home_post,
        place=place_name(draft.terms),
        terms=draft.terms,
        pay=draft.pay,
        vat=vat,
        schedule=made,
        worth=worth_for(secondment, Party.HOST, made, vat.reason if vat else None, today=today),
        issued_at=at,
    )


def worth_for(
    secondment: SecondmentValue, party: Party, made: Schedule, reason: VatReason | None, *, today: date
) -> Worth:
    """What a schedule commits a trust to over the whole term."""
    return worth_of(party, made, reason, vat_registered=vat_registered(secondment.home_id, today))


def place_name(terms: Terms) -> str:
    """The school where the work is; nothing where none is chosen."""
    if terms.place_id is None:
        return ""
    school = trusts.schools_by_id([terms.place_id])[terms.place_id]
    return f"{school.name}, {school.town}" if school.town else school.name
