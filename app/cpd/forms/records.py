"""What narrows a trust's CPD records."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.cpd.values.registers import RecordFilter
from app.web.fields import FilterForm, SelectField, TextField, choice

ALL_YEARS = "all"


class RecordFilterForm(FilterForm):
    """The year, the school, and a part of a name or a course; the years and the schools are handed in."""

    year = SelectField("Year")
    school = SelectField("School", blank="Any school", coerce=int)
    text = TextField("Name or course", most=200)

    def __init__(self, years: Sequence[int], schools: Mapping[int, str], no_school: str, **kwargs: Any) -> None:
        named = [choice(year, f"{year} to {year + 1}") for year in years]
        self._years = [*named, choice(ALL_YEARS, "All years")]
        self._this = str(years[0])
        self._schools = [*(choice(*each) for each in schools.items()), choice(0, no_school)]
        super().__init__(**kwargs)

    def validate(self, extra_validators: Any = None) -> bool:
        """The choices are known only when the form is made; without a year it is this one."""
        self.year.choices, self.school.choices = self._years, self._schools
        self.year.data = self.year.data or self._this
        return bool(super().validate(extra_validators))

    @property
    def narrowed(self) -> RecordFilter:
        """What was chosen."""
        year = self.year.data or self._this
        return RecordFilter(None if year == ALL_YEARS else int(year), self.school.data, self.text.data or "")
