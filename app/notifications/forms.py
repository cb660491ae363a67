"""How a person says which ways they want to be told."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.notifications.values import ALWAYS_BY_EMAIL, Choice, Topic
from app.web.fields import Form, SubmitField

IN_SITE = "in_site"
BY_EMAIL = "by_email"


class ChoicesForm(Form):
    """A table of boxes, two for each topic: the boxes are lists of the topics ticked."""

    save = SubmitField("Save choices")


@dataclass(frozen=True)
class Row:
    """One line of that table."""

    topic: Topic
    in_site: bool
    by_email: bool
    email_is_fixed: bool


def rows(choices: Iterable[Choice]) -> list[Row]:
    """The lines of the table."""
    return [Row(each.topic, each.in_site, each.by_email, each.topic in ALWAYS_BY_EMAIL) for each in choices]


def read(topics: Sequence[Topic], in_site: Sequence[str], by_email: Sequence[str]) -> list[Choice]:
    """What was ticked, for the topics on the page; words that are no topic are left aside."""
    return [Choice(topic, topic.value in in_site, topic.value in by_email) for topic in topics]
