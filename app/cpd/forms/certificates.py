"""What anyone types to check a certificate."""

from app.cpd.rules.certificates import LONGEST_CODE
from app.web.fields import FilterForm, TextField


class CodeForm(FilterForm):
    """The code of a certificate."""

    code = TextField(
        "Code",
        most=LONGEST_CODE,
        width="20",
        autocomplete="off",
        hint="The 12 letters on the certificate, like BCDF-GHJK-MNPQ",
        component={"spellcheck": False, "autocapitalize": "characters"},
    )
