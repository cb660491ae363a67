"""What a page to sign shows of a version: what is signed, in plain words, and why it cannot be signed."""

from dataclasses import dataclass
from datetime import datetime

from flask import request

from app.kernel.errors import Refused
from app.secondments.queries.recharge import pay_of_version
from app.secondments.rules.agreements_words import basis_words, changes_words, term_words, working_words
from app.secondments.rules.signing import check_can_sign, check_code
from app.secondments.values import Party, SecondmentValue
from app.secondments.values.signing import CodeValue, ToSign
from app.trusts import queries as trusts


@dataclass(frozen=True)
class Shown:
    """A version before whoever is to sign it: `barred` says why they cannot."""

    found: ToSign
    home: str
    host: str
    signer: str
    rows: list[tuple[str, str]]
    barred: Refused | None

    @property
    def promise(self) -> str:
        """What is ticked."""
        read = f"I have read version {self.found.version.number}"
        is_own = self.found.party is Party.SECONDEE
        return f"{read} and agree to it" if is_own else f"{read} and may sign it for {self.signer}"


def shown(found: ToSign, *, who: str = "You") -> Shown:
    """A version for a page; `who` is the one said to have signed it already."""
    held, terms = found.secondment, found.version.terms
    names = trusts.names([held.home_id, held.host_id])
    places = trusts.schools_by_id([terms.place_id] if terms.place_id else [])
    where = [school.name for school in places.values()] + (["part of it remote"] if terms.part_remote else [])
    rows = [
        ("Home employer", names[held.home_id]),
        ("Host", names[held.host_id]),
        ("Post", terms.post),
        ("Dates", term_words(terms)),
        ("Working", "; ".join([working_words(terms.working), *changes_words(terms)])),
        ("Place", ", ".join(where)),
        ("Early end", f"{terms.notice_weeks} weeks’ notice" if terms.notice_weeks != 1 else "1 week’s notice"),
        ("Return to", f"{terms.return_right.label}: {terms.return_post}"),
        ("Cost", basis_words(terms, pay_of_version(found.version.id))),
    ]
    signer = "" if found.party is Party.SECONDEE else names[held.trust_of(found.party)]
    return Shown(found, names[held.home_id], names[held.host_id], signer, rows, _barred(found, who))


def called(secondment: SecondmentValue, names: dict[int, str]) -> dict[Party, str]:
    """What the three parties are called, in their order: the trusts by name, of which `names` holds both."""
    return {
        Party.HOME: names[secondment.home_id],
        Party.HOST: names[secondment.host_id],
        Party.SECONDEE: Party.SECONDEE.label,
    }


def came_from() -> str:
    """The address that this request came from, as the site knows it behind its proxy."""
    return request.remote_addr or ""


def is_live(code: CodeValue | None, *, at: datetime) -> bool:
    """Whether a code was sent that may still be tried."""
    try:
        check_code(code, at=at)
    except Refused:
        return False
    return True


def _barred(found: ToSign, who: str) -> Refused | None:
    try:
        check_can_sign(
            found.version,
            found.party,
            newest=found.newest,
            state=found.secondment.state,
            seen_sha256=found.version.sha256,
            who=who,
        )
    except Refused as refused:
        return refused
    return None
