"""What CPD puts on paper: certificates and records as tagged PDF/UA-1, the same bytes from the same facts."""

from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import segno

from app.cpd.rules.runs_words import hours_text
from app.cpd.values import CertificateValue, RecordLine
from app.kernel.clock import accounting_year, london_date
from app.kernel.typesetting import typeset

HERE = Path(__file__).parent
RECORD_COLUMNS = ["Course", "Given by", "When", "Learning", "Certificate"]


def certificate_pdf(certificate: CertificateValue, *, address: str) -> bytes:
    """A certificate as it was issued; `address` is where anyone checks it."""
    paper = {
        "title": f"Certificate of attendance: {certificate.title}",
        "author": certificate.provider_name,
        "description": f"{certificate.delegate_name} attended {certificate.title}, {when(certificate)}",
        "name": certificate.delegate_name,
        "course": certificate.title,
        "provider": certificate.provider_name,
        "facts": [
            ("When", when(certificate)),
            ("Learning", hours_text(certificate.minutes)),
            *([("Qualification", certificate.npq)] if certificate.npq else []),
            ("Issued", _day(london_date(certificate.issued_at))),
        ],
        "standard": [each.label for each in certificate.standard],
        "code": certificate.code,
        "address": address,
    }
    return typeset(HERE / "certificate.typ", paper, at=certificate.issued_at, pictures={"qr": qr_svg(address).decode()})


def record_pdf(name: str, trust_name: str, lines: Sequence[RecordLine], *, at: datetime) -> bytes:
    """Somebody's CPD record as it stands on a day, year by year, the latest first."""
    years = sorted({accounting_year(each.last_date) for each in lines}, reverse=True)
    paper = {
        "title": f"CPD record of {name}",
        "author": trust_name,
        "description": f"The CPD record of {name}, {_day(london_date(at))}",
        "name": name,
        "trust": trust_name,
        "made": f"As it stood on {_day(london_date(at))}. Worked out from the registers of the courses.",
        "columns": RECORD_COLUMNS,
        "years": [_year(each, lines) for each in years],
        "total": _total(lines),
    }
    return typeset(HERE / "record.typ", paper, at=at)


def qr_svg(address: str) -> bytes:
    """An address as a QR code, drawn in SVG without any style of its own."""
    made = BytesIO()
    segno.make(address, error="m", micro=False).save(made, kind="svg", scale=4, border=4, xmldecl=False, light="#fff")
    return made.getvalue()


def when(line: CertificateValue | RecordLine) -> str:
    """The days from the first to the last: "3 September 2026", "3 to 10 September 2026"."""
    first, last = line.first_date, line.last_date
    if first == last:
        return _day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {_day(last)}"
    return f"{first.day} {first:%B} to {_day(last)}" if first.year == last.year else f"{_day(first)} to {_day(last)}"


def year_name(year: int) -> str:
    """An accounting year by the calendar year in which it began: "September 2026 to August 2027"."""
    return f"September {year} to August {year + 1}"


def _year(year: int, lines: Sequence[RecordLine]) -> dict[str, Any]:
    those = [each for each in lines if accounting_year(each.last_date) == year]
    return {
        "name": year_name(year),
        "total": _total(those),
        "lines": [
            [each.title, each.provider_name, when(each), hours_text(each.minutes), each.certificate_code or "None"]
            for each in those
        ],
    }


def _total(lines: Sequence[RecordLine]) -> str:
    courses = "1 course" if len(lines) == 1 else f"{len(lines):,} courses"
    return f"{courses}, {hours_text(sum(each.minutes for each in lines))} of learning"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
