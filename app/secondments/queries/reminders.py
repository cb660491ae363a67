"""What may be due for a reminder: secondments to be signed, to start, and under way."""

from dataclasses import dataclass

from app.secondments.queries.along import asked_to_extend, endings_of, reviews_of
from app.secondments.queries.checks import checks_of
from app.secondments.queries.secondments import open_versions, secondments_in, versions_in_force
from app.secondments.rules.checks import missing
from app.secondments.values import (
    CheckItem,
    EndingValue,
    ReviewValue,
    SecondmentState,
    SecondmentValue,
    Terms,
    VersionValue,
)

TO_START = (SecondmentState.DRAFTING, SecondmentState.SIGNING, SecondmentState.AGREED)


@dataclass(frozen=True)
class UnderWay:
    """A secondment under way with what its reminders depend on."""

    held: SecondmentValue
    terms: Terms
    ending: EndingValue | None
    reviews: tuple[ReviewValue, ...]
    is_asked_to_extend: bool
    is_being_signed: bool


def list_to_sign() -> list[tuple[SecondmentValue, VersionValue]]:
    """Every secondment of which a version is being signed, with that version."""
    found = secondments_in(SecondmentState.SIGNING, SecondmentState.AGREED, SecondmentState.RUNNING)
    versions = open_versions(each.id for each in found)
    return [(each, versions[each.id]) for each in found if each.id in versions]


def list_unchecked() -> list[tuple[SecondmentValue, tuple[CheckItem, ...]]]:
    """Every secondment with a first day that has not started, of which checks have no answer, with those."""
    found = [each for each in secondments_in(*TO_START) if each.start_date is not None]
    given = checks_of(each.id for each in found)
    lacking = [(each, missing(given[each.id])) for each in found]
    return [(held, items) for held, items in lacking if items]


def list_under_way() -> list[UnderWay]:
    """Every secondment under way, in a few batches."""
    found = secondments_in(SecondmentState.RUNNING)
    ids = [each.id for each in found]
    versions, endings, reviews = versions_in_force(ids), endings_of(ids), reviews_of(ids)
    extending, signing = asked_to_extend(ids), open_versions(ids)
    return [
        UnderWay(
            held=each,
            terms=versions[each.id].terms,
            ending=endings.get(each.id),
            reviews=tuple(reviews[each.id]),
            is_asked_to_extend=each.id in extending,
            is_being_signed=each.id in signing,
        )
        for each in found
        if each.id in versions
    ]
