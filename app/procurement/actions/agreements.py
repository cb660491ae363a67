"""Issuing the participation agreement of a round, and issuing it anew when the terms change."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import func, select, update

from app.audit import actions as audit
from app.kernel.actor import Actor
from app.kernel.database import session
from app.procurement.actions.commitments import undo_open
from app.procurement.actions.rounds_rows import typed_of
from app.procurement.models import AgreementVersion
from app.procurement.paper import AgreementFacts, agreement_pdf, fingerprint
from app.procurement.queries.agreements import current_agreement, terms_of_current
from app.procurement.queries.rounds import participant_ids
from app.procurement.values import Joining, RoundTyped, RoundValue, Stage
from app.trusts import queries as trusts

TERMS = TypeAdapter(RoundTyped)


def ensure_agreement(found: RoundValue, *, actor: Actor | None, at: datetime) -> None:
    """Have a round a participation agreement to sign: issue the first version where there is none.

    The caller holds the round. `actor` is None where its day came.
    """
    if current_agreement(found.id) is None:
        _issue(found, actor, at)


def renew_agreement(found: RoundValue, *, actor: Actor, at: datetime) -> bool:
    """Issue a new version where a round that is open for commitment has other terms than the one to sign says.

    Whoever asked, is to sign or is committed under the older one is bound no more and told. The caller holds the
    round, changed as it is now. Says whether there is a new version.
    """
    if found.stage is not Stage.COMMITMENT or terms_of_current(found.id) in (None, frozen_terms(found)):
        return False
    older = update(AgreementVersion).where(AgreementVersion.listing_id == found.id, AgreementVersion.is_current)
    session().execute(older.values(is_current=False).execution_options(synchronize_session=False))
    number = _issue(found, actor, at)
    undo_open(found.id, at=at, why=f"The terms of the round have changed. Version {number} of the agreement says how.")
    return True


def frozen_terms(found: RoundValue) -> dict[str, Any]:
    """All of a round's terms that bind a trust, as JSON holds them: what differs here asks for a new version.

    Until when trusts may join and commit, which trusts may, and for when bids and the award are planned, binds
    nobody: it can change and commitments stand.
    """
    planned = {"interest_by": None, "intention_by": None, "commit_by": None, "tenders_by": None, "award_by": None}
    days = replace(found.timetable, **planned)
    terms = replace(typed_of(found), timetable=days, joining=Joining.OPEN)
    frozen: dict[str, Any] = TERMS.dump_python(terms, mode="json")
    return frozen


def _issue(found: RoundValue, actor: Actor | None, at: datetime) -> int:
    last = select(func.max(AgreementVersion.number)).where(AgreementVersion.listing_id == found.id)
    number = (session().scalar(last) or 0) + 1
    document = agreement_pdf(AgreementFacts(found, trusts.get_trust(found.lead_id), number, at))
    row = AgreementVersion(
        listing_id=found.id,
        number=number,
        is_current=True,
        facts=frozen_terms(found),
        document=document,
        sha256=fingerprint(document),
        issued_by=actor.person_id if actor else None,
        issued_at=at,
    )
    session().add(row)
    session().flush()
    audit.record(
        actor=actor,
        verb="procurement.agreement_issued",
        subject=found.reference,
        at=at,
        concerns=sorted({found.lead_id, *participant_ids(found.id)}),
        facts={"version": number},
    )
    return number
