"""What somebody who came says of a course."""

from app.cpd.rules.evaluations import LONGEST_COMMENT
from app.cpd.values.evaluations import SCALE, Statement
from app.web.fields import Form, RadioField, SubmitField, TextAreaField, choice


def _statement(which: Statement) -> RadioField:
    options = [choice(score, label) for score, label in SCALE.items()]
    return RadioField(
        which.label,
        coerce=int,
        choices=options,
        needed=f"Choose an answer for “{which.label}”",
        component={"classes": "govuk-radios--small"},
    )


class EvaluationForm(Form):
    """Six statements to agree or disagree with, and room for more."""

    outcomes = _statement(Statement.OUTCOMES)
    presenter = _statement(Statement.PRESENTER)
    level = _statement(Statement.LEVEL)
    change = _statement(Statement.CHANGE)
    organisation = _statement(Statement.ORGANISATION)
    overall = _statement(Statement.OVERALL)
    comment = TextAreaField(
        "What worked, and what would you change? (optional)",
        hint="Do not name pupils or colleagues, or write what only you could have written: the trust that gave the "
        "course reads this",
        called="Your comment",
        most=LONGEST_COMMENT,
        rows=5,
        counted=True,
    )
    save = SubmitField("Send my answers")

    @property
    def scores(self) -> dict[Statement, int]:
        """The answer to each statement, once it is valid."""
        return {each: self._fields[each.value].data for each in Statement}
