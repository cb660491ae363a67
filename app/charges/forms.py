"""What may be typed about charges, invoices and finance details."""

from collections.abc import Iterable
from enum import StrEnum
from textwrap import shorten
from typing import Any

from app.charges.rules.charges import LONGEST_PO, LONGEST_TEXT
from app.charges.rules.years import label_of
from app.charges.values import FinanceDetails, FinanceDetailsValue, InvoiceDetail
from app.kernel.money import Money
from app.trusts.values import TrustValue
from app.web.fields import (
    DateField,
    EmailField,
    FilterForm,
    Form,
    HiddenField,
    MoneyField,
    RadioField,
    SelectField,
    SubmitField,
    TextAreaField,
    TextField,
    choice,
    choices_of,
)

YES, NO = "yes", "no"


class AcceptCharge(Form):
    """The buyer agrees that it owes a charge."""

    save = SubmitField("Accept charge")


class QueryCharge(Form):
    """The buyer asks about a charge."""

    question = TextAreaField("Your question", needed="Enter your question", most=LONGEST_TEXT, counted=True)
    save = SubmitField("Send question")


class AnswerQuery(Form):
    """The provider answers."""

    answer = TextAreaField("Your answer", needed="Enter your answer", most=LONGEST_TEXT, counted=True)
    save = SubmitField("Send answer")


class WithdrawCharge(Form):
    """The provider takes a charge back."""

    reason = TextAreaField(
        "Why are you withdrawing it?",
        needed="Enter why you are withdrawing the charge",
        hint="The other trust sees this.",
        most=LONGEST_TEXT,
        rows=3,
    )
    save = SubmitField("Withdraw charge", component={"classes": "govuk-button--warning"})


class ChangePoNumber(Form):
    """The buyer says which purchase order the charge belongs to."""

    po_number = TextField(
        "PO number",
        hint="Your trust’s purchase order number, printed on the invoice. Leave it empty for none.",
        most=LONGEST_PO,
        width="20",
    )
    save = SubmitField("Save PO number")


class SetFinanceDetails(Form):
    """What a trust prints on its invoices, from a day on."""

    legal_name = TextField(
        "Legal name of the trust",
        needed="Enter the trust's legal name",
        hint="As Companies House has it.",
        most=200,
        autocomplete="organization",
    )
    address = TextAreaField(
        "Address", needed="Enter the address", hint="One line for each, without the postcode.", most=1_000, rows=4
    )
    postcode = TextField("Postcode", needed="Enter the postcode", most=10, width="10", autocomplete="postal-code")
    vat_registered = RadioField(
        "Is the trust registered for VAT?",
        needed="Say whether the trust is registered for VAT",
        choices=[choice(YES, "Yes"), choice(NO, "No", "Its invoices carry no VAT and are not called VAT invoices.")],
    )
    vat_number = TextField("VAT number", hint="Only if the trust is registered, like GB999101388.", most=20, width="20")
    invoice_contact = TextField(
        "Who deals with invoices",
        needed="Enter who deals with invoices, like Finance team",
        hint="A role or a team, not a person's name.",
        most=200,
    )
    invoice_email = EmailField("Their email address", needed="Enter an email address, like finance@example.org")
    from_date = DateField(
        "From which day?",
        needed="Enter the day from which the details hold",
        called="The day",
        hint="Invoices that have been issued do not change.",
    )
    save = SubmitField("Save finance details")

    def read(self) -> FinanceDetails:
        """What was typed."""
        return FinanceDetails(
            legal_name=self.legal_name.data or "",
            address_lines=tuple((self.address.data or "").splitlines()),
            postcode=self.postcode.data or "",
            vat_registered=self.vat_registered.data == YES,
            vat_number=self.vat_number.data or None,
            invoice_contact=self.invoice_contact.data or "",
            invoice_email=self.invoice_email.data or "",
        )


def prefilled(held: FinanceDetailsValue | None, register: TrustValue) -> dict[str, Any]:
    """What the form begins with: the details held, else what the register says."""
    if held is None:
        lines = [line for line in register.address_lines if line != register.postcode]
        return {"legal_name": register.name, "address": "\n".join(lines), "postcode": register.postcode}
    return {
        "legal_name": held.legal_name,
        "address": "\n".join(held.address_lines),
        "postcode": held.postcode,
        "vat_registered": YES if held.vat_registered else NO,
        "vat_number": held.vat_number,
        "invoice_contact": held.invoice_contact,
        "invoice_email": held.invoice_email,
    }


def credit_form(detail: InvoiceDetail) -> Form:
    """A form with an amount for each line of an invoice of which something is left."""
    fields: dict[str, Any] = {
        f"line_{line.position}": MoneyField(
            f"Line {line.position}: {shorten(line.description, 100, placeholder='…')}",
            called=f"The amount for line {line.position}",
            hint=f"Before VAT, up to {line.left}. Leave it empty to credit nothing of this line.",
        )
        for line in detail.lines
        if line.left
    }
    fields["reason"] = TextAreaField(
        "Why are you crediting it?",
        needed="Enter why you are crediting the invoice",
        hint="It is printed on the credit note.",
        most=LONGEST_TEXT,
        rows=3,
    )
    fields["seen"] = HiddenField(default=str(detail.invoice.credited.pence))
    fields["save"] = SubmitField("Issue credit note", component={"classes": "govuk-button--warning"})
    made: Form = type("CreditInvoice", (Form,), fields)()
    return made


def seen_of(form: Form) -> Money:
    """How much had been credited when the form was shown; an amount that no invoice has for nonsense."""
    typed = form["seen"].data or ""
    return Money(int(typed)) if typed.isascii() and typed.isdigit() and len(typed) < 16 else Money(-1)


def amounts_of(form: Form, detail: InvoiceDetail) -> list[tuple[int, Money]]:
    """The position and net of each line that was typed into a credit form."""
    typed = ((line.position, getattr(form, f"line_{line.position}", None)) for line in detail.lines)
    return [(position, Money(field.data)) for position, field in typed if field is not None and field.data]


def filter_form(
    states: Iterable[StrEnum], others: Iterable[tuple[int, str]], years: Iterable[int], find: str
) -> FilterForm:
    """The filters of a list of charges or invoices, with only what the list has to offer."""
    fields: dict[str, Any] = {
        "side": HiddenField(),
        "text": TextField(find, most=60),
        "state": SelectField("State", choices=choices_of(states), blank="Any"),
        **span_fields(others, years),
    }
    made: FilterForm = type("ListFilters", (FilterForm,), fields)()
    return made


def span_fields(others: Iterable[tuple[int, str]], years: Iterable[int]) -> dict[str, Any]:
    """Fields for the other trust and the accounting year."""
    return {
        "other": SelectField(
            "Other trust", choices=[choice(each, name) for each, name in others], coerce=int, blank="Any"
        ),
        "year": SelectField(
            "Accounting year", choices=[choice(year, label_of(year)) for year in years], coerce=int, blank="All"
        ),
    }


def ledger_form(others: Iterable[tuple[int, str]], years: Iterable[int]) -> FilterForm:
    """The filters of the ledger."""
    fields = {"account": HiddenField(), **span_fields(others, years)}
    made: FilterForm = type("LedgerFilters", (FilterForm,), fields)()
    return made


def year_form(years: Iterable[int]) -> FilterForm:
    """The filter of a statement."""
    made: FilterForm = type("YearFilter", (FilterForm,), {"year": span_fields([], years)["year"]})()
    return made
