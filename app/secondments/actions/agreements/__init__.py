"""An agreement from its first draft: versions, what each trust commits, coming into force, days that come round."""

from app.secondments.actions.agreements.committing import (
    approve_commitment,
    commit_trust,
    decline_commitment,
    worth_of_version,
)
from app.secondments.actions.agreements.drafting import begin_secondment, change_terms, write_draft
from app.secondments.actions.agreements.giving_up import abandon_for_interest, erase_names
from app.secondments.actions.agreements.versions import issue_version, settle_version, withdraw_version

__all__ = [
    "abandon_for_interest",
    "approve_commitment",
    "begin_secondment",
    "change_terms",
    "commit_trust",
    "decline_commitment",
    "erase_names",
    "issue_version",
    "settle_version",
    "withdraw_version",
    "worth_of_version",
    "write_draft",
]
