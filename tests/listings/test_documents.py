"""Documents go with a listing, are its trust's to add and take off, and are read whole or not at all."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from threading import Barrier, Thread

import pytest
from flask import Flask
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError, InvalidRequestError

from app.audit import queries as audit
from app.audit.models import AuditRow
from app.extensions import db
from app.kernel import database
from app.kernel.actor import Actor
from app.kernel.database import session, transaction
from app.kernel.errors import NotFound
from app.listings import actions, queries, rules
from app.listings.models import ListingDocument
from app.listings.values import DocumentAudience
from app.trusts.values import Role
from tests.listings.makers import make_listing, make_member, make_trust
from tests.listings.papers import paper

PUBLIC, PARTIES = DocumentAudience


@pytest.fixture
def provider(app: Flask) -> Iterator[Actor]:
    with transaction():
        actor = make_member(make_trust(), Role.PROVIDER)
    with transaction():
        yield actor


def add(
    actor: Actor,
    reference: str,
    at: datetime,
    name: str = "Joining.pdf",
    audience: DocumentAudience = PUBLIC,
    text: str = "Come in",
) -> int:
    return actions.add_document(
        reference=reference, name=name, content=paper(text), audience=audience, actor=actor, at=at
    )


def test_a_document_is_listed_without_what_it_holds_and_read_with_it(provider: Actor, at: datetime) -> None:
    listing = make_listing(provider, at=at)
    number = add(provider, listing.reference, at, "C:\\Joining.PDF", PARTIES)
    (document,) = queries.list_documents(listing.reference)
    assert (document.id, document.name, document.audience) == (number, "Joining.pdf", PARTIES)
    assert (document.size, document.sha256) == (len(paper("Come in")), sha256(paper("Come in")).hexdigest())
    assert (document.added_by, document.added_at) == (provider.person_id, at)
    assert queries.list_documents(listing.id) == [document]
    assert queries.read_document(listing.reference, number) == (document, paper("Come in"))


def test_documents_are_in_order_of_their_names_and_told_apart_by_whom_they_are_for(
    provider: Actor, at: datetime
) -> None:
    listing = make_listing(provider, at=at)
    for name, audience in (("slides", PARTIES), ("Map", PUBLIC), ("agenda", PUBLIC)):
        add(provider, listing.reference, at, name, audience)
    names = [each.name for each in queries.list_documents(listing.reference)]
    assert names == ["agenda.pdf", "Map.pdf", "slides.pdf"]
    assert [each.name for each in queries.list_documents(listing.id, audience=PARTIES)] == ["slides.pdf"]
    assert len(queries.list_documents(listing.id, audience=PUBLIC)) == 2


def test_listing_documents_does_not_read_what_they_hold(provider: Actor, at: datetime) -> None:
    listing = make_listing(provider, at=at)
    add(provider, listing.reference, at)
    session().expunge_all()
    row = session().scalars(select(ListingDocument)).one()
    with pytest.raises(InvalidRequestError, match="content"):
        row.content  # noqa: B018


def test_another_listings_document_is_not_there(provider: Actor, at: datetime) -> None:
    one, other = (make_listing(provider, at=at).reference for _ in range(2))
    number = add(provider, one, at)
    for reference, document_id in ((other, number), (one, number + 1), ("LST-22222", number)):
        with pytest.raises(NotFound):
            queries.read_document(reference, document_id)
        with pytest.raises(NotFound):
            actions.remove_document(reference=reference, document_id=document_id, actor=provider, at=at)
    assert len(queries.list_documents(one)) == 1


def test_another_trust_neither_adds_nor_takes_off_nor_copies(provider: Actor, at: datetime) -> None:
    reference = make_listing(provider, at=at).reference
    number = add(provider, reference, at)
    stranger = make_member(make_trust(), Role.PROVIDER)
    own = make_listing(stranger, at=at).reference
    with pytest.raises(NotFound):
        add(stranger, reference, at, "b.pdf")
    with pytest.raises(NotFound):
        actions.remove_document(reference=reference, document_id=number, actor=stranger, at=at)
    for source, copy in ((reference, own), (own, reference)):
        with pytest.raises(NotFound):
            actions.copy_documents(from_reference=source, to_reference=copy, actor=stranger, at=at)
    assert len(queries.list_documents(reference)) == 1


def test_a_document_that_is_taken_off_is_gone_and_its_name_free(provider: Actor, at: datetime) -> None:
    reference = make_listing(provider, at=at).reference
    number = add(provider, reference, at)
    actions.remove_document(reference=reference, document_id=number, actor=provider, at=at)
    assert queries.list_documents(reference) == []
    add(provider, reference, at)


def test_a_closed_listing_still_gets_material_and_loses_what_was_a_mistake(provider: Actor, at: datetime) -> None:
    reference = make_listing(provider, at=at).reference
    mistake = add(provider, reference, at)
    actions.close_listing(reference=reference, actor=provider, at=at)
    add(provider, reference, at, "Slides.pdf", PARTIES)
    with pytest.raises(rules.WrongState):
        add(provider, reference, at, "Flyer.pdf", PUBLIC)
    actions.remove_document(reference=reference, document_id=mistake, actor=provider, at=at)
    assert [each.name for each in queries.list_documents(reference)] == ["Slides.pdf"]


def test_a_refused_file_is_not_kept(provider: Actor, at: datetime) -> None:
    reference = make_listing(provider, at=at).reference
    add(provider, reference, at, "notes.pdf")
    with pytest.raises(rules.DocumentRefused, match="already"):
        add(provider, reference, at, "NOTES.PDF")
    with pytest.raises(rules.DocumentRefused, match="not a PDF"):
        actions.add_document(
            reference=reference, name="a.pdf", content=b"PK\x03\x04", audience=PUBLIC, actor=provider, at=at
        )
    assert len(queries.list_documents(reference)) == 1


def test_a_twenty_first_document_is_refused(provider: Actor, at: datetime) -> None:
    reference = make_listing(provider, at=at).reference
    for number in range(20):
        add(provider, reference, at, f"{number}.pdf")
    with pytest.raises(rules.DocumentRefused, match="20 documents"):
        add(provider, reference, at, "21.pdf")


def test_a_copy_has_documents_of_its_own(provider: Actor, at: datetime) -> None:
    source, copy = (make_listing(provider, at=at).reference for _ in range(2))
    add(provider, source, at, "a.pdf", PUBLIC, "First")
    second = add(provider, source, at, "b.pdf", PARTIES, "Second")
    colleague = replace(provider, person_id=make_member(provider.trust, Role.PROVIDER).person_id)
    assert actions.copy_documents(from_reference=source, to_reference=copy, actor=colleague, at=at) == 2
    actions.remove_document(reference=source, document_id=second, actor=provider, at=at)
    copied = queries.list_documents(copy)
    assert [(each.name, each.audience) for each in copied] == [("a.pdf", PUBLIC), ("b.pdf", PARTIES)]
    assert {(each.added_by, each.added_at) for each in copied} == {(colleague.person_id, at)}
    assert queries.read_document(copy, copied[1].id)[1] == paper("Second")


def test_copying_nothing_is_no_deed(provider: Actor, at: datetime) -> None:
    source, copy = (make_listing(provider, at=at).reference for _ in range(2))
    assert actions.copy_documents(from_reference=source, to_reference=copy, actor=provider, at=at) == 0
    verbs = [row.verb for row in audit.list_about(provider.trust, [copy])]
    assert "listings.documents_copied" not in verbs


def test_each_step_is_recorded_without_the_name_of_the_file(provider: Actor, at: datetime) -> None:
    source, copy = (make_listing(provider, at=at).reference for _ in range(2))
    number = add(provider, source, at, "Ann Oakley CV.pdf")
    actions.copy_documents(from_reference=source, to_reference=copy, actor=provider, at=at)
    actions.remove_document(reference=source, document_id=number, actor=provider, at=at)
    verbs = [row.verb for row in audit.list_about(provider.trust, [source])]
    assert verbs[-2:] == ["listings.document_added", "listings.document_removed"]
    assert [row.verb for row in audit.list_about(provider.trust, [copy])][-1] == "listings.documents_copied"
    assert "Oakley" not in str([row.facts for row in session().scalars(select(AuditRow))])


def test_the_database_holds_no_document_cut_short_and_no_name_twice(provider: Actor, at: datetime) -> None:
    listing = make_listing(provider, at=at)
    values = {
        "listing_id": listing.id,
        "name": "a.pdf",
        "audience": PUBLIC,
        "sha256": "",
        "content": b"1234",
        "added_by": provider.person_id,
        "added_at": at,
    }
    for sizes in ([3], [5], [4, 4]):
        rows = [{**values, "size": size} for size in sizes]
        with pytest.raises(IntegrityError), session().begin_nested():
            session().execute(insert(ListingDocument), rows)
    assert queries.list_documents(listing.id) == []


def test_of_two_people_who_add_the_twentieth_document_one_is_refused(app: Flask, at: datetime) -> None:
    with transaction():
        provider = make_member(make_trust(), Role.PROVIDER)
        reference = make_listing(provider, at=at).reference
        for number in range(19):
            add(provider, reference, at, f"{number}.pdf")
    with app.app_context():
        maker = db.sessionmaker
    start, outcomes = Barrier(2), []

    def run(name: str) -> None:
        with database.bound(maker):
            start.wait()
            try:
                with transaction():
                    add(provider, reference, at, name)
                outcomes.append("added")
            except rules.DocumentRefused:
                outcomes.append("refused")

    threads = [Thread(target=run, args=(name,)) for name in ("x.pdf", "y.pdf")]
    for each in threads:
        each.start()
    for each in threads:
        each.join(30)
    assert sorted(outcomes) == ["added", "refused"]
    with transaction():
        assert len(queries.list_documents(reference)) == 20
