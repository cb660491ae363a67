"""What narrows the list of a trust's own listings, and the fields that every kind's form shares."""

from collections.abc import Iterable
from typing import Any

from app.listings.categories import label_of, leaves
from app.listings.rules import LONGEST_DESCRIPTION, LONGEST_SUMMARY, LONGEST_TITLE
from app.listings.values import ALL_ENGLAND, PHASES, ListingDraft, ListingFilter, ListingState, ListingValue
from app.trusts.values import Phase, Region
from app.web.fields import (
    CheckboxesField,
    FilterForm,
    Form,
    SelectField,
    TextAreaField,
    TextField,
    choice,
    choices_of,
)

EVERYWHERE = "all"
SMALL = {"classes": "govuk-checkboxes--small"}


class ListingFilterForm(FilterForm):
    """Narrows the list of own listings; the kinds are handed in, each with its label."""

    text = TextField("Title, summary or reference", most=200)
    state = SelectField("State", choices=choices_of(ListingState), blank="Any state", coerce=ListingState)
    kind = SelectField("Type", blank="Any type")

    def __init__(self, kinds: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        self._kinds = [choice(*each) for each in kinds]
        super().__init__(**kwargs)

    def validate(self, extra_validators: Any = None) -> bool:
        """The kinds are known only when the form is made."""
        self.kind.choices = self._kinds
        return bool(super().validate(extra_validators))

    @property
    def narrowed(self) -> ListingFilter:
        """What was chosen."""
        return ListingFilter(self.state.data, self.kind.data or None, self.text.data or "")


class ListingFields(Form):
    """The part of a listing's form that every kind shares. A draft needs only a title."""

    title = TextField(
        "Title", needed="Enter a title", most=LONGEST_TITLE, hint="What a buyer would look for, like “Payroll bureau”"
    )
    summary = TextAreaField(
        "Summary", most=LONGEST_SUMMARY, rows=2, counted=True, hint="One or two sentences, shown in search results"
    )
    description = TextAreaField(
        "Description",
        most=LONGEST_DESCRIPTION,
        rows=12,
        counted=True,
        hint=(
            "What is included, who does it and how it works. Leave a line empty between paragraphs, "
            "start lines of a list with “- ” and put ** around words that matter."
        ),
    )
    category = SelectField(
        "Category", blank="Choose a category", choices=[(leaf.code, label_of(leaf.code)) for leaf in leaves()]
    )
    phases = CheckboxesField("Which schools is it for?", choices=choices_of(PHASES), coerce=Phase, component=SMALL)
    regions = CheckboxesField(
        "Where do you offer it?",
        choices=[(EVERYWHERE, "All England"), *((region.value, region.label) for region in Region)],
        component=SMALL,
    )

    @property
    def shared(self) -> ListingDraft:
        """What was typed."""
        chosen = set(self.regions.data or [])
        return ListingDraft(
            title=self.title.data,
            summary=self.summary.data,
            description=self.description.data,
            category=self.category.data or "",
            phases=frozenset(self.phases.data or []),
            regions=ALL_ENGLAND if EVERYWHERE in chosen else frozenset(Region(each) for each in chosen),
        )


def shared_fields(listing: ListingValue) -> dict[str, Any]:
    """What the shared fields show of a listing that is being changed."""
    return {
        "title": listing.title,
        "summary": listing.summary,
        "description": listing.description,
        "category": listing.category,
        "phases": list(listing.phases),
        "regions": [EVERYWHERE] if listing.is_all_england else [region.value for region in listing.regions],
    }
