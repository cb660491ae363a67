"""An agreement from its first draft: versions, what each trust commits, coming into force, days that come round."""

from app.secondments.actions.agreements.drafting import begin_secondment, change_terms, write_draft

__all__ = [
    "begin_secondment",
    "change_terms",
    "write_draft",
]
