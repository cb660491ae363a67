"""Recording an exemption."""

from app.approvals.values import ExemptionGround
from app.procurement.rules.exemptions import LONGEST_REASON
from app.web.fields import Form, RadioField, SubmitField, TextAreaField, choices_of


class ExemptionForm(Form):
    """Which exemption applies to a round, and why."""

    ground = RadioField(
        "Which exemption applies?",
        choices=choices_of(ExemptionGround),
        coerce=ExemptionGround,
        needed="Choose which exemption applies",
    )
    reason = TextAreaField(
        "Why does it apply to this purchase?",
        needed="Enter why it applies to this purchase",
        most=LONGEST_REASON,
        hint="An auditor will read this. Do not name a person.",
    )
    save = SubmitField("Ask for approval")
