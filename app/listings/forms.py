"""What narrows the list of a trust's own listings, and the fields that every kind's form shares."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from app.listings.categories import label_of, leaves
from app.listings.rules import LONGEST_DESCRIPTION, LONGEST_NOTE, LONGEST_SUMMARY, LONGEST_TITLE, MOST_DOCUMENTS
from app.listings.values import (
    ALL_ENGLAND,
    PHASES,
    DocumentAudience,
    FlagOutcome,
    ListingDraft,
    ListingFilter,
    ListingState,
    ListingValue,
)
from app.trusts.values import Phase, Region
from app.web.fields import (
    CheckboxesField,
    FilesField,
    FilterForm,
    Form,
    RadioField,
    SeenField,
    SelectField,
    SubmitField,
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
    """The part of a listing's form that every kind shares. A draft needs only a title.

    A kind says `labels` and `hints` of its own by the name of the field, where these do not suit what it lists.
    """

    labels: ClassVar[Mapping[str, str]] = {}
    hints: ClassVar[Mapping[str, str]] = {}

    title = TextField("Title", needed="Enter a title", most=LONGEST_TITLE, hint="What people would look for")
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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in self.labels.items():
            self[name].label.text = label
        for name, hint in self.hints.items():
            self[name].description = hint

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


class DocumentForm(Form):
    """Files to put with a listing; `parties` says whom those are for that not everybody may read."""

    files = FilesField(
        "Choose PDFs",
        needed="Choose a file",
        endings=(".pdf",),
        called="The file",
        hint=f"Each up to 5 MB, {MOST_DOCUMENTS} for a listing in all",
    )
    audience = RadioField("Who may read them?", coerce=DocumentAudience, needed="Choose who may read them")
    save = SubmitField("Add documents")

    def __init__(self, parties: str = "Only trusts that order it", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.audience.choices = [choice("public", "Anyone"), choice("parties", parties)]

    @property
    def chosen(self) -> list[tuple[str, bytes]]:
        """The name and content of each file that was sent."""
        return [(file.filename or "", file.read()) for file in self.files.data or []]


class DecideFlag(Form):
    """What the operator decides of a flagged listing; `version` is that of the listing they read."""

    version = SeenField(default="0")
    decision = RadioField(
        "Your decision",
        needed="Choose whether to leave it up",
        choices=[choice(FlagOutcome.STANDS, "Leave it up"), choice(FlagOutcome.TAKEN_DOWN, "Take it down")],
        coerce=FlagOutcome,
    )
    note = TextAreaField(
        "Note to the trust",
        called="The note",
        hint="Say why, if you take it down, and what they can do. Leave out names of people.",
        most=LONGEST_NOTE,
        rows=4,
        counted=True,
    )
    decide = SubmitField("Save decision")


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
