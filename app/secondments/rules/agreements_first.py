"""What the first draft of an agreement holds: what the adverts said, and words that suit most secondments."""

from typing import Any

from app.secondments.values import (
    FULL_TIME,
    CostBasis,
    Particulars,
    Pay,
    PensionScheme,
    RoleFamily,
    Terms,
    Working,
)

WHOLE_SHARE = 100
TEACHING = frozenset({RoleFamily.TEACHING, RoleFamily.LEADERSHIP, RoleFamily.SEND})
CONFIDENTIALITY = (
    "The secondee keeps what they learn of either trust, its pupils and its staff to themselves, during the "
    "secondment and after it. What they make for the host in this post belongs to the host; what they bring with "
    "them stays the home employer’s, and the host may use it for its own schools."
)
INSURANCE = (
    "The host’s employer’s, public and professional liability cover includes the secondee while they work for the "
    "host. The home employer’s cover includes them for everything else. Each trust is in the risk protection "
    "arrangement or holds insurance of its own."
)
HEALTH_AND_SAFETY = (
    "The host looks after the secondee’s health and safety at work as it does for its own staff: it gives them an "
    "induction on their first day, and tells the home employer of any accident within one working day."
)
EXPENSES = (
    "The host pays the cost of travel between its own sites and of training it asks for, at its own rates, on claims "
    "made within three months. Travel between home and the usual place of work is the secondee’s own."
)


def first_terms(wanted: Particulars | None, offered: Particulars | None, *, post: str, return_post: str) -> Terms:
    """Terms as the adverts have them: the host's opportunity says first, the availability what that leaves open.

    The place is the host's, so only an opportunity gives one.
    """
    adverts = [each for each in (wanted, offered) if each is not None]
    dated = next((each for each in adverts if each.start_date), None)
    return Terms(
        post=post,
        start_date=dated.start_date if dated else None,
        end_date=dated.last_date if dated else None,
        working=_first(adverts, "working") or Working(fte=FULL_TIME),
        place_id=wanted.school_id if wanted else None,
        part_remote=bool(wanted and wanted.part_remote),
        confidentiality=CONFIDENTIALITY,
        insurance=INSURANCE,
        health_and_safety=HEALTH_AND_SAFETY,
        expenses=EXPENSES,
        return_post=return_post,
        basis=_first(adverts, "basis") or CostBasis.AT_COST,
    )


def first_pay(wanted: Particulars | None, offered: Particulars | None) -> Pay:
    """Pay as far as adverts say: the share that is charged, and the pension scheme that a role is likely in."""
    adverts = [each for each in (wanted, offered) if each is not None]
    basis = _first(adverts, "basis")
    share = next((each.share_percent for each in adverts if each.basis is basis and each.share_percent), WHOLE_SHARE)
    teaches = _first(adverts, "family") in TEACHING
    return Pay(
        pension=PensionScheme.TEACHERS if teaches else PensionScheme.LOCAL_GOVERNMENT,
        share_percent=share if basis is CostBasis.SHARE else WHOLE_SHARE,
    )


def _first(adverts: list[Particulars], name: str) -> Any:
    return next((found for each in adverts if (found := getattr(each, name)) is not None), None)
