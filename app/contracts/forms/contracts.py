"""What may be typed of a contract."""

from collections.abc import Mapping
from typing import Any

from app.contracts import rules
from app.contracts.values import ContractValue, EndingReason, Kept, Supplement
from app.kernel.money import Money
from app.listings.categories import label_of, leaves
from app.web.fields import (
    CheckboxesField,
    CheckboxField,
    CpvField,
    DateField,
    FilesField,
    Form,
    MoneyField,
    SeenField,
    SelectField,
    SubmitField,
    TextAreaField,
    TextField,
    choice,
)

SMALL = {"classes": "govuk-checkboxes--small"}
COUNTED_HINT = (
    "Others never see it. They may be told that at least three trusts near them have a contract for the same thing "
    "that ends in the same quarter, without any trust’s name, supplier or price."
)


class SupplementForm(Form):
    """What people may say of every contract; `people` are the trust's members, a person id and a name each."""

    version = SeenField(default="0")
    category = SelectField(
        "Category", blank="No category", choices=[(leaf.code, label_of(leaf.code)) for leaf in leaves()]
    )
    cpv = CpvField("CPV code", hint="What is bought: words, like electricity, or a code, like 09310000-5. Optional.")
    notice_date = DateField(
        "Last day to give notice", hint="Leave it empty if no notice is needed. We remind you 90, 30 and 7 days before."
    )
    yearly = MoneyField("Price a year, without VAT", hint="Optional")
    responsible_id = SelectField("Who is responsible?", blank="Nobody in particular", coerce=int)
    note = TextAreaField(
        "Note",
        most=rules.LONGEST_NOTE,
        rows=4,
        hint="Such as the account number, or how to give notice. Optional.",
    )
    is_counted = CheckboxField("Count it in suggestions to other trusts", hint=COUNTED_HINT)
    save = SubmitField("Save")

    def __init__(self, people: Mapping[int, str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.responsible_id.choices = [choice("", "Nobody in particular"), *(choice(*each) for each in people.items())]

    @property
    def said(self) -> Supplement:
        """What was typed."""
        return Supplement(
            category=self.category.data or None,
            cpv=self.cpv.data,
            notice_date=self.notice_date.data,
            yearly=Money(self.yearly.data) if self.yearly.data is not None else None,
            responsible_id=self.responsible_id.data,
            note=self.note.data,
            is_counted=bool(self.is_counted.data),
        )


class ContractForm(SupplementForm):
    """A contract that is kept by hand; `schools` are the trust's, an id and a name each."""

    title = TextField("What is it for?", called="The title", needed="Enter what it is for", most=rules.LONGEST_TITLE)
    supplier = TextField(
        "Supplier",
        needed="Enter the supplier",
        most=rules.LONGEST_SUPPLIER,
        hint="If it is a trust, its name as the register of trusts has it",
    )
    start_date = DateField("First day", needed="Enter the first day")
    end_date = DateField("Last day", hint="Leave it empty if it runs until somebody gives notice")
    value = MoneyField("Value of the whole contract, without VAT", hint="Optional")
    school_ids = CheckboxesField(
        "Which schools is it for?", coerce=int, component=SMALL, hint="Choose none if it is for the whole trust"
    )

    def __init__(self, people: Mapping[int, str], schools: Mapping[int, str], **kwargs: Any) -> None:
        super().__init__(people, **kwargs)
        self.school_ids.choices = [choice(*each) for each in schools.items()]

    @property
    def kept(self) -> Kept:
        """What was typed of what a trade would keep."""
        assert self.start_date.data is not None, "the first day is needed"
        return Kept(
            title=self.title.data,
            supplier=self.supplier.data,
            start_date=self.start_date.data,
            end_date=self.end_date.data,
            value=Money(self.value.data) if self.value.data is not None else None,
            school_ids=tuple(self.school_ids.data or ()),
        )


class EndForm(Form):
    """How a contract ends before its time."""

    reason = SelectField(
        "What happened?",
        needed="Choose what happened",
        blank="Choose",
        choices=[(each.value, each.label) for each in rules.BY_HAND],
        coerce=EndingReason,
    )
    last_date = DateField("Last day", needed="Enter the last day")
    note = TextAreaField("Note", most=rules.LONGEST_NOTE, rows=3, hint="Optional")
    end = SubmitField("Record the end", {"classes": "govuk-button--warning"})


class DocumentsForm(Form):
    """Files to put with a contract."""

    files = FilesField(
        "Choose PDFs", needed="Choose a file", endings=(".pdf",), called="The file", hint="Each up to 5 MB, 20 in all"
    )
    save = SubmitField("Add documents")

    @property
    def chosen(self) -> list[tuple[str, bytes]]:
        """The name and content of each file that was sent."""
        return [(file.filename or "", file.read()) for file in self.files.data or []]


def said_of(contract: ContractValue) -> dict[str, Any]:
    """What the fields show of a contract."""
    return {
        "version": str(contract.version),
        "category": contract.category or "",
        "cpv": contract.cpv,
        "notice_date": contract.notice_date,
        "yearly": contract.yearly.pence if contract.yearly is not None else None,
        "responsible_id": contract.responsible_id,
        "note": contract.note,
        "is_counted": contract.is_counted,
        "title": contract.title,
        "supplier": contract.supplier,
        "start_date": contract.start_date,
        "end_date": contract.end_date,
        "value": contract.value.pence if contract.value is not None else None,
        "school_ids": list(contract.school_ids),
    }
