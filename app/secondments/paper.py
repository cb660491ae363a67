"""What secondments put on paper: the agreement that all sign and the schedule of its recharge, tagged PDF/UA-1.

The same bytes come from the same facts and the moment of issue, so that a fingerprint proves what was signed.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from app.kernel.clock import day_words, london_date
from app.kernel.money import Money
from app.kernel.typesetting import typeset
from app.secondments.rules.agreements_words import (
    band_words,
    basis_words,
    changes_words,
    full_time_words,
    part_words,
    working_words,
)
from app.secondments.rules.agreements_worth import Worth
from app.secondments.rules.recharge_words import days_in_words
from app.secondments.values import LineKind, Month, Pay, PayStep, Schedule, Terms, VatDecision
from app.trusts.values import TrustValue

HERE = Path(__file__).parent
Rows = list[tuple[str, str]]


@dataclass(frozen=True)
class AgreementFacts:
    """Everything that a version is made of. `name` and `home_post` are the secondee's; `worth` is the host's."""

    reference: str
    number: int
    home: TrustValue
    host: TrustValue
    name: str
    home_post: str
    place: str
    terms: Terms
    pay: Pay
    vat: VatDecision | None
    schedule: Schedule
    worth: Worth
    issued_at: datetime

    @property
    def title(self) -> str:
        """What both documents are called."""
        return f"Secondment agreement {self.reference}, version {self.number}"


def agreement_pdf(facts: AgreementFacts, *, schedule_sha256: str) -> bytes:
    """The document that all three sign: every term, a salary band, and the fingerprint of the schedule."""
    terms = facts.terms
    paper = {
        "title": facts.title,
        "author": facts.home.name,
        "description": f"{facts.home.name} lends {facts.name} to {facts.host.name} as {terms.post}",
        "number": f"{facts.reference}, version {facts.number}",
        "issued": f"Issued by {facts.home.name} on {day_words(london_date(facts.issued_at))}",
        "parties": [
            ["Home employer", facts.home.name, _address(facts.home)],
            ["Host", facts.host.name, _address(facts.host)],
            ["Secondee", facts.name, facts.home_post],
        ],
        "sections": [_section(*each) for each in _sections(facts, schedule_sha256)],
    }
    return typeset(HERE / "agreement.typ", paper, at=facts.issued_at)


def schedule_pdf(facts: AgreementFacts) -> bytes:
    """The recharge month by month with every line: for HR leads and finance of the two trusts. It names nobody."""
    kinds = [kind for kind in LineKind if any(_amount(month, kind) for month in facts.schedule.months)]
    paper = {
        "title": f"Schedule of the recharge, {facts.reference}, version {facts.number}",
        "author": facts.home.name,
        "description": f"What {facts.host.name} owes {facts.home.name} month by month: {facts.terms.post}",
        "number": f"{facts.reference}, version {facts.number}",
        "issued": f"Issued by {facts.home.name} on {day_words(london_date(facts.issued_at))}",
        "facts": _pay_rows(facts),
        "columns": ["Month", *(kind.label for kind in kinds), "Without VAT"],
        "lines": [_month_row(month, kinds) for month in facts.schedule.months],
        "total": ["Whole term", *(str(_sum(facts.schedule, kind)) for kind in kinds), str(facts.schedule.total)],
        "closing": _closing(facts),
    }
    return typeset(HERE / "schedule.typ", paper, at=facts.issued_at)


def fingerprint(document: bytes) -> str:
    """The SHA-256 of a document, in hexadecimal."""
    return sha256(document).hexdigest()


def _sections(facts: AgreementFacts, schedule_sha256: str) -> Iterator[tuple[str, Rows, Iterable[str]]]:
    terms, pay = facts.terms, facts.pay
    host, home = facts.host.name, facts.home.name
    yield "The post", _post_rows(facts), ["The secondee’s duties:", *_paragraphs(terms.duties)]
    yield (
        "Employment",
        [
            ("Leads on sickness", terms.sickness.label),
            ("Leads on appraisal", terms.appraisal.label),
            ("Leads on discipline and grievance", terms.discipline.label),
        ],
        [
            f"The secondee stays employed by {home} throughout, on their own contract. {home} pays them and decides "
            f"on increments, leave and everything else that an employer decides. {host} directs the work from day to "
            "day and does not become the employer.",
            "Whoever does not lead on a matter tells the one who does without delay.",
        ],
    )
    yield "Confidentiality and intellectual property", [], _paragraphs(terms.confidentiality)
    yield "Insurance", [], _paragraphs(terms.insurance)
    yield "Health and safety", [], _paragraphs(terms.health_and_safety)
    yield "Expenses", [], _paragraphs(terms.expenses)
    yield (
        "The recharge",
        _recharge_rows(facts),
        [
            basis_words(terms, pay),
            part_words(pay),
            "What is owed for each month stands in the schedule, a document of its own for HR leads and finance of "
            f"the two trusts. Its SHA-256 fingerprint is {schedule_sha256}.",
        ],
    )
    weeks = "1 week’s" if terms.notice_weeks == 1 else f"{terms.notice_weeks} weeks’"
    yield (
        "Ending early, extending and changing",
        [],
        [
            f"Any of the three may end the secondment early with {weeks} notice in writing. The two trusts may agree "
            "on a shorter one.",
            "Either trust may ask in writing for a later last day. An extension, like any other change, takes effect "
            "with a new version of this agreement that all three sign. Until then this one stands.",
        ],
    )
    yield (
        "Return",
        [("Returns to", terms.return_right.label), ("Post", terms.return_post)],
        [f"When the secondment ends, for whatever reason, the secondee has the right to return to {home}."],
    )
    yield (
        "Signatures",
        [],
        [
            "Each of the three signs on Trust Exchange. The name that each types, the time, the address they sign "
            "from and the SHA-256 fingerprint of this document are kept. Nobody starts before all three have signed."
        ],
    )


def _post_rows(facts: AgreementFacts) -> Rows:
    terms = facts.terms
    assert terms.start_date is not None, "complete terms have a first day"
    assert terms.end_date is not None, "complete terms have a last day"
    place = f"{facts.place}, and partly remote" if facts.place and terms.part_remote else facts.place or "Remote"
    return [
        ("Post", terms.post),
        ("First day", day_words(terms.start_date)),
        ("Last day", day_words(terms.end_date)),
        ("Hours", working_words(terms.working)),
        *(("Change of hours", each) for each in changes_words(terms)),
        ("Place", place),
        ("Line manager at home", terms.home_manager),
        ("Line manager at the host", terms.host_manager),
    ]


def _recharge_rows(facts: AgreementFacts) -> Rows:
    rows = [("Basis", facts.terms.basis.label), ("Salary band", band_words(facts.pay, facts.terms.start_date))]
    if facts.vat is not None:
        rows += [
            ("VAT", facts.vat.treatment.label),
            ("Why", facts.vat.reason.label),
            ("Charged", f"Monthly, on day {facts.pay.charge_day}"),
        ]
    return [*rows, ("Whole term, without VAT", str(facts.worth.net)), ("Whole term, with VAT", str(facts.worth.gross))]


def _pay_rows(facts: AgreementFacts) -> Rows:
    pay = facts.pay
    steps = [
        (_since(each, facts.terms), f"{each.annual} a year, {full_time_words(each.home_fte)}") for each in pay.steps
    ]
    rate = f", {_percent(pay.pension_rate)}" if pay.pension_rate is not None else ""
    rows = [
        ("Host", facts.host.name),
        ("Post", facts.terms.post),
        *steps,
        ("Pension", f"{pay.pension.label}{rate}"),
        ("Employer’s National Insurance", "Included" if pay.has_ni else "None is due"),
        ("Share charged", f"{pay.share_percent}%" if facts.terms.basis.is_charged else "Nothing is charged"),
        ("Part of a month", part_words(pay)),
    ]
    if pay.other_rate or pay.other_monthly:
        rows.append(("Other on-costs", f"{_percent(pay.other_rate)} of pay and {pay.other_monthly} a month"))
    return rows


def _since(step: PayStep, terms: Terms) -> str:
    """From when a salary holds: one from before the first day holds from then."""
    begins = terms.start_date is not None and step.from_date <= terms.start_date
    return "Salary at the start" if begins else f"Salary from {day_words(step.from_date)}"


def _closing(facts: AgreementFacts) -> Rows:
    return [
        ("Whole term, without VAT", str(facts.worth.net)),
        ("VAT", str(facts.worth.gross - facts.worth.net)),
        ("Whole term, with VAT", str(facts.worth.gross)),
        ("Cost to the home employer in all", str(facts.schedule.whole)),
        ("Left with the home employer", str(facts.schedule.left_at_home)),
    ]


def _month_row(month: Month, kinds: Iterable[LineKind]) -> list[str]:
    return [days_in_words(month), *(str(_amount(month, kind)) for kind in kinds), str(month.total)]


def _amount(month: Month, kind: LineKind) -> Money:
    return Money.total(amount for each, amount in month.lines if each is kind)


def _sum(schedule: Schedule, kind: LineKind) -> Money:
    return Money.total(_amount(month, kind) for month in schedule.months)


def _section(title: str, rows: Rows, paragraphs: Iterable[str]) -> dict[str, Any]:
    return {"title": title, "facts": [list(each) for each in rows], "paragraphs": list(paragraphs)}


def _paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _address(trust: TrustValue) -> str:
    lines = ", ".join(trust.address_lines)
    return f"{lines}. Company number {trust.company_number}" if trust.company_number else lines


def _percent(rate: int) -> str:
    return f"{rate / 100:.2f}".rstrip("0").rstrip(".") + "%"
