"""What is still awaited from whom, and what blocks the start of a secondment.

All three sign, both trusts' schemes of delegation allow it and the home employer confirms its checks before anybody
starts. Source: Keeping children safe in education, part three (safer recruitment); Academy Trust Handbook, part 2.
"""

from collections.abc import Sequence
from datetime import date

from app.kernel.errors import Refused
from app.secondments.values import (
    CheckItem,
    CommitmentState,
    CommitmentValue,
    Party,
    SecondmentState,
    SecondmentValue,
    VersionValue,
)
from app.secondments.values.agreements_listed import Outstanding

TRUSTS = (Party.HOME, Party.HOST)


def missing(
    secondment: SecondmentValue, opened: VersionValue | None, *, is_in_force: bool, checks: Sequence[CheckItem]
) -> list[Outstanding]:
    """What stands between a secondment and its start: signatures, commitments, checks. Empty where nothing does.

    That the person who came is the person named is confirmed on the first day and blocks nothing.
    """
    unsigned: list[Outstanding] = []
    if not is_in_force:
        unsigned = (
            _to_sign(secondment, opened) if opened else [Outstanding(Party.HOME, "Issue the agreement to be signed")]
        )
    return [*unsigned, *_to_check(secondment, checks)]


def awaited(
    secondment: SecondmentValue,
    opened: VersionValue | None,
    *,
    is_in_force: bool,
    faults: Sequence[Refused],
    pay_faults: Sequence[Refused],
    needs_ruling: bool,
    checks: Sequence[CheckItem],
    arrived: bool,
    today: date,
    changed: bool = False,
    answers: Sequence[Outstanding] = (),
) -> list[Outstanding]:
    """Everything that a secondment waits for now, and from whom, in the order in which it is done.

    `changed` says that a draft differs from the version in force; `answers` are what one trust asked of the other.
    """
    if secondment.state in {SecondmentState.ENDED, SecondmentState.ABANDONED}:
        return []
    found: list[Outstanding] = []
    if opened is not None:
        found += _to_sign(secondment, opened)
    elif not is_in_force:
        found += _to_draft(secondment, faults, pay_faults, needs_ruling=needs_ruling)
    elif changed:
        issue = f"/secondments/{secondment.reference}/issue"
        found.append(Outstanding(Party.HOME, "Issue the changed agreement to be signed", issue))
    found += _to_check(secondment, checks)
    if secondment.state is SecondmentState.RUNNING and not arrived:
        what = "Confirm that the person who came is the person named"
        found.append(Outstanding(Party.HOST, what, f"/secondments/{secondment.reference}/arrival"))
    found += answers
    late = secondment.start_date is not None and secondment.start_date < today
    if late and not is_in_force and opened is not None:
        found.insert(0, Outstanding(Party.HOME, "The first day has passed unsigned: withdraw this version and move it"))
    return found


def blocks_in_words(blocks: Sequence[Outstanding]) -> str:
    """What blocks a start, a line for each."""
    return "\n".join(f"{each.party.label}: {each.what[0].lower()}{each.what[1:]}" for each in blocks)


def commitment_of(version: VersionValue, trust_id: int) -> CommitmentValue | None:
    """What a version commits a trust to, once it was asked."""
    return next((each for each in version.commitments if each.trust_id == trust_id), None)


def is_complete(secondment: SecondmentValue, version: VersionValue) -> bool:
    """Whether all three signed this very document and both trusts are committed: then it comes into force."""
    signed = all(
        (signature := version.signed_by(party)) is not None and signature.sha256 == version.sha256 for party in Party
    )
    asked = [commitment_of(version, secondment.trust_of(party)) for party in TRUSTS]
    return signed and all(each is not None and each.state is CommitmentState.COMMITTED for each in asked)


def _to_sign(secondment: SecondmentValue, version: VersionValue) -> list[Outstanding]:
    link = f"/secondments/{secondment.reference}/sign"
    signing = [Outstanding(party, f"Sign version {version.number}", link) for party in version.unsigned]
    return [*signing, *(each for party in TRUSTS for each in _to_commit(secondment, version, party))]


def _to_commit(secondment: SecondmentValue, version: VersionValue, party: Party) -> list[Outstanding]:
    asked = commitment_of(version, secondment.trust_of(party))
    if asked is None or asked.state is CommitmentState.COMMITTED:
        return []
    return [Outstanding(party, "Approve what it commits to", f"/r/{asked.approval_reference}")]


def _to_draft(
    secondment: SecondmentValue, faults: Sequence[Refused], pay_faults: Sequence[Refused], *, needs_ruling: bool
) -> list[Outstanding]:
    page, found = f"/secondments/{secondment.reference}", []
    if faults:
        what = f"Complete the terms: {_things(len(faults))} to see to"
        found += [Outstanding(party, what, f"{page}/terms?check=1") for party in TRUSTS]
    if pay_faults:
        found.append(Outstanding(Party.HOME, f"Complete the pay: {_things(len(pay_faults))} to see to", f"{page}/pay"))
    if needs_ruling:
        found.append(Outstanding(Party.HOME, "Decide how VAT treats the recharge (finance)", f"{page}/vat"))
    return found or [Outstanding(Party.HOME, "Issue the agreement to be signed", f"{page}/issue")]


def _to_check(secondment: SecondmentValue, checks: Sequence[CheckItem]) -> list[Outstanding]:
    if not checks:
        return []
    names = ", ".join(_lowered(each.label) for each in checks)
    return [Outstanding(Party.HOME, f"Confirm the checks: {names}", f"/secondments/{secondment.reference}/checks")]


def _things(count: int) -> str:
    return "1 thing" if count == 1 else f"{count} things"


def _lowered(label: str) -> str:
    """A label within a sentence: abbreviations keep their capitals."""
    return label if label.split()[0].isupper() else label[0].lower() + label[1:]
