"""What an approver is shown of an agreement, frozen as it was when it was asked for. The secondee is not named."""

from app.secondments.rules.agreements_words import (
    band_words,
    basis_words,
    changes_words,
    term_words,
    working_words,
)
from app.secondments.rules.agreements_worth import Worth
from app.secondments.values import Party, Pay, SecondmentValue, VersionValue
from app.trusts import queries as trusts


def approval_summary(
    held: SecondmentValue, version: VersionValue, pay: Pay, worth: Worth, *, trust_id: int
) -> tuple[str, list[tuple[str, str]]]:
    """The title and the labelled lines of what a trust would commit itself to, with a salary band and the total."""
    names, terms = trusts.names([held.home_id, held.host_id]), version.terms
    borrows = held.party_of(trust_id) is Party.HOST
    title = f"{terms.post}, {'borrowed from' if borrows else 'lent to'} {names[_other(held, trust_id)]}"
    rows = [
        ("Secondment", f"{held.reference}, version {version.number} of the agreement"),
        ("Post", terms.post),
        ("Home employer", names[held.home_id]),
        ("Host", names[held.host_id]),
        ("Dates", term_words(terms)),
        ("Hours", "; ".join([working_words(terms.working), *changes_words(terms)])),
        ("What the host pays", basis_words(terms, pay)),
        ("Salary band", band_words(pay, terms.start_date)),
        ("Whole term" if borrows else "Left with us over the whole term", _amounts(worth)),
        ("On-costs", "Employer’s pension, National Insurance and other on-costs are in the total"),
        ("Early end", f"{terms.notice_weeks} weeks’ notice in writing"),
    ]
    return title, rows


def _other(held: SecondmentValue, trust_id: int) -> int:
    return held.home_id if trust_id == held.host_id else held.host_id


def _amounts(worth: Worth) -> str:
    if worth.gross == worth.net:
        return f"{worth.net}, no VAT"
    return f"{worth.net} without VAT, {worth.gross} with VAT"
