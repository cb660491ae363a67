"""An agreement from its first draft: versions, what each trust commits, coming into force, days that come round."""

from app.secondments.actions.agreements.committing import (
    approve_commitment,
    commit_trust,
    decline_commitment,
    worth_of_version,
)
from app.secondments.actions.agreements.dates import blocks_of, end_due, end_one, start_due, start_one
from app.secondments.actions.agreements.drafting import begin_secondment, change_terms, write_draft
from app.secondments.actions.agreements.giving_up import abandon_for_interest, erase_names
from app.secondments.actions.agreements.versions import issue_version, settle_version, withdraw_version

__all__ = [
    "abandon_for_interest",
    "approve_commitment",
    "begin_secondment",
    "blocks_of",
    "change_terms",
    "commit_trust",
    "decline_commitment",
    "end_due",
    "end_one",
    "erase_names",
    "issue_version",
    "settle_version",
    "start_due",
    "start_one",
    "withdraw_version",
    "worth_of_version",
    "write_draft",
]
