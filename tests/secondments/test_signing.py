"""Each of the three signs once, over the document they read, with what the house keeps of it."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from app.approvals import actions as approvals
from app.audit.models import AuditConcern, AuditRow
from app.kernel.database import session, transaction
from app.kernel.signing import LinkExpired
from app.secondments.actions import signing, signing_codes
from app.secondments.models import Secondee, Signature, SigningCode, SigningInvitation
from app.secondments.queries.secondments import secondment_by_reference
from app.secondments.rules import signing as rules
from app.secondments.values import CommitmentState, Party, SecondmentState, VersionState
from tests.secondments.makers import PERSON, PERSON_EMAIL, World
from tests.secondments.signing_makers import (
    ADDRESS,
    SIGNER_EMAIL,
    Issued,
    another,
    code_to,
    issue_again,
    last_version,
    mails_to,
    make_issued,
    secondee_of,
    send_to_signer,
    sign_as_person,
    sign_for,
    sign_with,
    token_to,
    unsigned,
)
from tests.services.watching import at_once, notices


@pytest.fixture
def issued(world: World) -> Issued:
    with transaction():
        return make_issued(world)


def own_code(issued: Issued, at: datetime) -> str:
    with transaction():
        signing.send_own_code(reference=issued.reference, secondee=secondee_of(issued), at=at)
        return code_to(PERSON_EMAIL)


def test_three_signatures_and_both_commitments_bring_a_version_into_force(issued: Issued, at: datetime) -> None:
    world = issued.world
    with transaction():
        assert sign_for(world.home, issued, at=at) is CommitmentState.COMMITTED
        token = send_to_signer(issued, at=at)
        signing.send_code(token=token, at=at)
        code = code_to(SIGNER_EMAIL)
    with transaction():
        sign_with(token, code, issued, at=at)
    sign_own = own_code(issued, at)
    with transaction():
        sign_as_person(issued, sign_own, at=at, name="wren  ASHDOWN")
    with transaction():
        version = last_version(issued)
        kept = {each.party: (each.name, each.address, each.sha256, each.signed_at) for each in version.signatures}
        assert kept == {
            Party.HOME: ("Hana Home", ADDRESS, version.sha256, at),
            Party.HOST: ("Chi Chief", ADDRESS, version.sha256, at),
            Party.SECONDEE: ("wren ASHDOWN", ADDRESS, version.sha256, at),
        }
        (asked,) = [each for each in version.commitments if each.state is CommitmentState.ASKED]
        assert (asked.trust_id, version.state) == (world.host.trust, VersionState.OPEN)
        approvals.approve(
            reference=asked.approval_reference or "", reason="", waiver_reason="At cost", actor=world.host_cfo, at=at
        )
        assert last_version(issued).state is VersionState.IN_FORCE
        assert secondment_by_reference(issued.reference).state is SecondmentState.AGREED
        subjects = [each.subject for each in mails_to(PERSON_EMAIL)]
        assert subjects[-1] == "Your secondment agreement is in force: version 1"


def test_whoever_looked_at_an_older_document_signs_nothing(issued: Issued, at: datetime) -> None:
    with transaction():
        old = last_version(issued)
        token, own = send_to_signer(issued, at=at), token_to(PERSON_EMAIL)
        later = at + timedelta(days=2)
        new = issue_again(issued, at=later)
        with pytest.raises(rules.NewerVersion, match="A newer version was issued on 22 November 2026"):
            sign_for(issued.world.home, issued, at=later, seen=old.sha256)
        with pytest.raises(rules.NewerVersion):
            signing.send_code(token=token, at=later)
        with pytest.raises(rules.NewerVersion):
            sign_with(token, "123456", issued, at=later)
        assert new.number == 2
        assert unsigned(issued) == tuple(Party)
        assert token_to(PERSON_EMAIL) != own


def test_a_party_signs_once_and_is_told_when(issued: Issued, at: datetime) -> None:
    with transaction():
        sign_for(issued.world.home, issued, at=at)
        with pytest.raises(rules.AlreadySigned, match=r"^You signed version 1 on 20 November 2026 at 10:00am\.$"):
            sign_for(issued.world.home, issued, at=at + timedelta(hours=1))
        token = send_to_signer(issued, at=at)
        sign_for(issued.world.host, issued, at=at)
        with pytest.raises(rules.AlreadySigned, match=r"^Westbrook Schools Trust signed version 1 on 20 November 2026"):
            signing.send_code(token=token, at=at)


def test_two_who_sign_for_one_party_at_once_sign_once(app: Flask, issued: Issued, at: datetime) -> None:
    code = own_code(issued, at)

    def sign() -> str:
        sign_as_person(issued, code, at=at)
        return "signed"

    def sign_home() -> str:
        sign_for(issued.world.home, issued, at=at)
        return "signed"

    person, home = at_once(app, *[sign] * 4), at_once(app, *[sign_home] * 4)
    assert (person.count("signed"), home.count("signed")) == (1, 1)
    refused = {type(each) for each in person + home if each != "signed"}
    assert refused <= {rules.AlreadySigned, rules.CodeRefused}
    with transaction():
        assert unsigned(issued) == (Party.HOST,)
        assert session().scalar(select(func.count()).select_from(Signature)) == 2


def test_three_who_sign_at_once_bring_the_version_into_force_once(app: Flask, issued: Issued, at: datetime) -> None:
    with transaction():
        token = send_to_signer(issued, at=at)
        signing.send_code(token=token, at=at)
        code = code_to(SIGNER_EMAIL)
        (asked,) = last_version(issued).commitments
        given = {"reason": "", "waiver_reason": "At cost", "actor": issued.world.host_cfo, "at": at}
        approvals.approve(reference=asked.approval_reference or "", **given)  # type: ignore[arg-type]
    own = own_code(issued, at)
    ends = at_once(
        app,
        lambda: sign_with(token, code, issued, at=at),
        lambda: sign_as_person(issued, own, at=at),
        lambda: sign_for(issued.world.home, issued, at=at),
    )
    assert ends.count(None) == 2
    assert CommitmentState.COMMITTED in ends
    with transaction():
        assert (unsigned(issued), last_version(issued).state) == ((), VersionState.IN_FORCE)
        assert secondment_by_reference(issued.reference).state is SecondmentState.AGREED
        in_force = select(func.count()).select_from(AuditRow).where(AuditRow.verb == "secondments.in_force")
        assert session().scalar(in_force) == 1


def test_a_code_is_tried_five_times_whatever_becomes_of_the_request(issued: Issued, at: datetime) -> None:
    code = own_code(issued, at)
    for left in ("4 times", "3 times", "2 times", "once"):
        with pytest.raises(rules.CodeRefused, match=f"You can try {left} more"), transaction():
            sign_as_person(issued, another(code), at=at)
    with pytest.raises(rules.CodeRefused, match=r"not right\. Ask for a new code"), transaction():
        sign_as_person(issued, another(code), at=at)
    with pytest.raises(rules.CodeRefused, match="entered wrongly 5 times"), transaction():
        sign_as_person(issued, code, at=at)
    with transaction():
        assert unsigned(issued) == tuple(Party)
    new = own_code(issued, at)
    with transaction():
        sign_as_person(issued, new, at=at)
        assert Party.SECONDEE not in unsigned(issued)


def test_no_more_than_five_tries_at_once_are_looked_at(app: Flask, issued: Issued, at: datetime) -> None:
    code = own_code(issued, at)
    wrong = at_once(app, *[lambda: sign_as_person(issued, another(code), at=at)] * 8)
    assert {type(each) for each in wrong} == {rules.CodeRefused}
    assert sum("not right" in each.message for each in wrong) == rules.MOST_TRIES
    with transaction():
        assert session().scalars(select(SigningCode.tries)).one() == rules.MOST_TRIES


def test_a_wrong_name_costs_no_try_and_only_the_last_code_is_good(issued: Issued, at: datetime) -> None:
    first, last = own_code(issued, at), own_code(issued, at)
    with pytest.raises(rules.NameRefused, match=f"as it stands in the agreement: {PERSON}"), transaction():
        sign_as_person(issued, last, at=at, name="W Ashdown")
    with transaction():
        assert set(session().scalars(select(SigningCode.tries))) == {0}
    if first != last:
        with pytest.raises(rules.CodeRefused, match="not right"), transaction():
            sign_as_person(issued, first, at=at)
    with pytest.raises(rules.CodeRefused, match="15 minutes old"), transaction():
        sign_as_person(issued, last, at=at + timedelta(minutes=15))


def test_a_code_stands_in_its_mail_alone_and_is_gone_from_there_once_it_is_sent(issued: Issued, at: datetime) -> None:
    code = own_code(issued, at)
    with transaction():
        kept = session().scalars(select(SigningCode)).one()
        assert code not in kept.code_hash
        (mail,) = [each for each in mails_to(PERSON_EMAIL) if code in each.body]
        assert (mail.secret, code in mail.subject, mail.link) == (True, False, None)
        facts = session().execute(select(AuditRow.verb, AuditRow.facts)).all()
        assert code not in str(facts)
        assert signing_codes.erase_codes(at=at + signing_codes.KEEP_CODES - timedelta(seconds=1)) == 0
        assert signing_codes.erase_codes(at=at + signing_codes.KEEP_CODES) == 1


def test_codes_are_not_sent_without_end(issued: Issued, at: datetime) -> None:
    for _ in range(5):
        own_code(issued, at)
    with pytest.raises(rules.TooManyCodes, match="after 20 November 2026 at 11:00am"):
        own_code(issued, at)
    own_code(issued, at + timedelta(hours=1))


def test_only_the_account_that_is_theirs_signs_for_the_secondee_without_a_code(issued: Issued, at: datetime) -> None:
    world = issued.world
    with transaction():
        given = {"reference": issued.reference, "name": PERSON, "seen_sha256": last_version(issued).sha256}
        for actor in (world.home, None):
            with pytest.raises(rules.WrongPerson):
                signing.sign_as_secondee(**given, secondee=secondee_of(issued), actor=actor, address=ADDRESS, at=at)
        theirs = world.home_administrator
        mine = update(Secondee).where(Secondee.id == world.secondee)
        session().execute(mine.values(person_id=theirs.person_id))
        session().expire_all()
        signing.sign_as_secondee(**given, secondee=secondee_of(issued), actor=theirs, address=ADDRESS, at=at)
        signature = last_version(issued).signed_by(Party.SECONDEE)
        assert signature is not None
        assert signature.person_id == theirs.person_id


def test_the_secondee_signs_for_no_trust_in_their_sign_in_or_by_a_link(issued: Issued, at: datetime) -> None:
    world = issued.world
    with transaction():
        with pytest.raises(rules.WrongPerson, match="The secondee cannot sign for a trust"):
            send_to_signer(issued, at=at, email=PERSON_EMAIL.upper())
        mine = update(Secondee).where(Secondee.id == world.secondee)
        session().execute(mine.values(person_id=world.home.person_id))
        with pytest.raises(rules.WrongPerson):
            sign_for(world.home, issued, at=at)
        assert unsigned(issued) == tuple(Party)


def test_a_link_runs_out_and_gives_way_to_a_later_one(issued: Issued, at: datetime) -> None:
    with transaction():
        first = send_to_signer(issued, at=at)
        signing.send_code(token=first, at=at + timedelta(days=30) - timedelta(seconds=1))
        with pytest.raises(LinkExpired):
            signing.send_code(token=first, at=at + timedelta(days=30))
        second = send_to_signer(issued, at=at + timedelta(days=1), email="deputy@westbrook.example")
        with pytest.raises(rules.LinkReplaced):
            signing.send_code(token=first, at=at + timedelta(days=1))
        signing.send_code(token=second, at=at + timedelta(days=1))


def test_the_secondees_invitation_holds_neither_name_nor_address_and_their_own_mail_alone_leads_to_them(
    issued: Issued,
) -> None:
    with transaction():
        row = session().scalars(select(SigningInvitation)).one()
        assert (row.party, row.name, row.email) == (Party.SECONDEE, "", "")
        assert token_to(PERSON_EMAIL)
        assert {each.secret for each in mails_to(PERSON_EMAIL)} == {True}


def test_both_trusts_are_told_and_nobody_is_named(issued: Issued, at: datetime) -> None:
    world = issued.world
    code = own_code(issued, at)
    with transaction():
        sign_as_person(issued, code, at=at)
        sign_for(world.home, issued, at=at)
    with transaction():
        told = f"The secondee signed version 1 of {issued.reference}"
        assert told in notices(world.home.person_id)
        assert told in notices(world.host.person_id)
        own = f"Northgate Learning Trust signed version 1 of {issued.reference}"
        assert own in notices(world.host.person_id)
        assert own not in notices(world.home.person_id)
        rows = session().scalars(select(AuditRow).where(AuditRow.verb.startswith("secondments.signed_by_"))).all()
        assert {(each.person_id, each.facts["party"]) for each in rows} == {
            (None, "secondee"),
            (world.home.person_id, "home"),
        }
        may_read = select(AuditConcern.trust_id).where(AuditConcern.row_id == rows[0].id)
        assert set(session().scalars(may_read)) == {world.home.trust, world.host.trust}
        assert PERSON not in str([each.facts for each in rows])
