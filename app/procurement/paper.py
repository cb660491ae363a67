"""What joint rounds put on paper: the participation agreement, tagged PDF/UA-1.

The same bytes come from the same terms and the moment of issue, so that a fingerprint proves what was signed. It says
nothing of any trust but the lead's name and address: there is one document for all.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from app.kernel import cpv
from app.kernel.clock import day_words, london_date
from app.kernel.typesetting import typeset
from app.procurement.rules import agreements_words as words
from app.procurement.values import RoundValue
from app.trusts.values import TrustValue

HERE = Path(__file__).parent
Section = tuple[str, words.Rows, Iterable[str]]


@dataclass(frozen=True)
class AgreementFacts:
    """Everything that a version is made of."""

    held: RoundValue
    lead: TrustValue
    number: int
    issued_at: datetime

    @property
    def name(self) -> str:
        """Which version of which round's agreement it is."""
        return f"{self.held.reference}, version {self.number}"


def agreement_pdf(facts: AgreementFacts) -> bytes:
    """The document that each trust signs: every term of the round, and no figure of any trust."""
    lead = facts.lead
    paper = {
        "title": f"Participation agreement {facts.name}",
        "author": lead.name,
        "description": f"What trusts bind themselves to that buy together with {lead.name}: {facts.held.title}",
        "number": facts.name,
        "issued": f"Issued by {lead.name} on {day_words(london_date(facts.issued_at))}",
        "parties": [
            ["Lead trust", lead.name, _address(lead)],
            ["Participants", "Each trust that signs this version", "As Trust Exchange records it"],
        ],
        "sections": [_section(*each) for each in _sections(facts)],
    }
    return typeset(HERE / "agreement.typ", paper, at=facts.issued_at)


def fingerprint(document: bytes) -> str:
    """The SHA-256 of a document, in hexadecimal."""
    return sha256(document).hexdigest()


def _sections(facts: AgreementFacts) -> Iterator[Section]:
    held, lead = facts.held, facts.lead.name
    code = ("CPV code", f"{held.cpv} {cpv.title_of(held.cpv)}" if held.cpv else "Not chosen yet")
    yield "What is bought", [*words.bought_rows(held), code], []
    for lot in held.lots:
        yield lot.name, words.lot_rows(lot), _paragraphs(lot.description)
    yield "How the price comes about", [], words.PRICE
    yield "The contract", words.contract_rows(held), []
    yield "The timetable", words.timetable_rows(held), []
    yield "What commitment binds to", [], words.binds_to(lead)
    yield "Leaving", [], words.leaving(held, lead)
    yield "Changes, and a round that is abandoned", [], words.CHANGES
    if held.terms.strip():
        yield f"Further terms of {lead}", [], _paragraphs(held.terms)
    yield "Signatures", [], [words.SIGNATURES]


def _section(title: str, rows: words.Rows, paragraphs: Iterable[str]) -> dict[str, Any]:
    return {"title": title, "facts": [list(each) for each in rows], "paragraphs": list(paragraphs)}


def _paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _address(trust: TrustValue) -> str:
    lines = ", ".join(trust.address_lines)
    return f"{lines}. Company number {trust.company_number}" if trust.company_number else lines
