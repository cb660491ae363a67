"""The fields of every form: GOV.UK components, wrapped once.

    class ListingForm(Form):
        title = TextField("Title", needed="Enter a title", most=100)
        price = MoneyField("Price a year", needed="Enter a price", least=1)
        starts = DateField("Start date", needed="Enter a start date")
        save = SubmitField("Save and continue")

Every field takes `needed` (what to say when it is empty), `hint`, `called` (how an error names it)
and WTForms' own `validators`, which run only on what could be read.
"""

from app.web.fields.choices import CheckboxesField, CheckboxField, RadioField, SelectField, choice, choices_of
from app.web.fields.codes import CpvField
from app.web.fields.dates import DateField
from app.web.fields.files import FileField, FilesField
from app.web.fields.form import FilterForm, Form, SubmitField
from app.web.fields.numbers import MoneyField, WholeNumberField
from app.web.fields.text import EmailField, HiddenField, PasswordField, SeenField, TextAreaField, TextField

__all__ = [
    "CheckboxField",
    "CheckboxesField",
    "CpvField",
    "DateField",
    "EmailField",
    "FileField",
    "FilesField",
    "FilterForm",
    "Form",
    "HiddenField",
    "MoneyField",
    "PasswordField",
    "RadioField",
    "SeenField",
    "SelectField",
    "SubmitField",
    "TextAreaField",
    "TextField",
    "WholeNumberField",
    "choice",
    "choices_of",
]
