"""What may be typed about pay, and about how VAT treats a recharge."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from app.kernel.money import Money
from app.secondments.forms.fields import FteField, PercentField
from app.secondments.rules.recharge_faults import MOST_RATE
from app.secondments.values import (
    FULL_TIME,
    Condition,
    Fte,
    PartMonth,
    Pay,
    PayStep,
    PensionScheme,
    VatDecision,
    VatReason,
)
from app.web.fields import (
    CheckboxesField,
    DateField,
    Form,
    MoneyField,
    RadioField,
    SeenField,
    SubmitField,
    WholeNumberField,
    choices_of,
)

RISES = (1, 2, 3)
PER_CENT = {"suffix": {"text": "%"}, "classes": "govuk-input--width-3"}
DAYS = {"suffix": {"text": "days"}, "classes": "govuk-input--width-3"}
ALL, SOME = "all", "some"


def _rise_date(number: int) -> DateField:
    return DateField(f"Pay changes on (change {number})", called=f"The day of change {number}")


def _rise_annual(number: int) -> MoneyField:
    return MoneyField(f"New annual salary (change {number})", called=f"The salary of change {number}")


class PayForm(Form):
    """What the recharge is worked out from. Salary is the person's own at home: the draft's first day begins it."""

    annual = MoneyField(
        "Annual salary at home",
        needed="Enter what the person is paid in a year",
        least=1,
        called="The annual salary",
        hint="What you pay them now in a year, with allowances, for the hours they work for you",
    )
    home_fte = FteField(
        "Their hours at home, as a share of full time",
        needed="Enter their share of full time at home",
        called="The share of full time",
        hint="Like 1 for full time, or 0.8",
    )
    rise_date_1, rise_annual_1 = _rise_date(1), _rise_annual(1)
    rise_date_2, rise_annual_2 = _rise_date(2), _rise_annual(2)
    rise_date_3, rise_annual_3 = _rise_date(3), _rise_annual(3)
    pension = RadioField(
        "Pension scheme",
        needed="Choose the pension scheme",
        choices=choices_of(PensionScheme),
        coerce=PensionScheme,
    )
    pension_rate = PercentField(
        "Your own employer’s contribution rate",
        most=MOST_RATE,
        called="The contribution rate",
        hint="For the Local Government Pension Scheme or another one. The rate of teachers’ pensions is known.",
    )
    has_ni = RadioField(
        "Do you pay employer’s National Insurance on their pay?",
        needed="Choose whether you pay National Insurance",
        choices=[("yes", "Yes"), ("no", "No", "Some people under 21, apprentices under 25 and veterans")],
    )
    other_rate = PercentField(
        "Other on-costs, as a share of pay (optional)",
        most=MOST_RATE,
        called="The rate of other on-costs",
        hint="Like 0.5 for the apprenticeship levy",
    )
    other_monthly = MoneyField("Other on-costs, a fixed amount a month (optional)", called="The amount of on-costs")
    share_percent = WholeNumberField(
        "Share of the cost that the host is charged",
        least=1,
        most=100,
        called="The share",
        component=PER_CENT,
        hint="100 where the host pays all of it",
    )
    fee_monthly = MoneyField(
        "Administration fee a month, without VAT (optional)",
        called="The administration fee",
        hint="A line of its own, at the standard rate of VAT. With a fee it is not “at cost”.",
    )
    part_month = RadioField(
        "How is part of a month worked out?",
        needed="Choose how part of a month is worked out",
        choices=choices_of(PartMonth),
        coerce=PartMonth,
    )
    charge_day = WholeNumberField(
        "Day of the month on which it is charged",
        needed="Enter a day of the month",
        least=1,
        most=28,
        called="The day of the month",
        hint="From 1 to 28. An early day charges the month ahead; what is not used is given back.",
        component={"classes": "govuk-input--width-2"},
    )
    absence = RadioField(
        "While the person is absent",
        needed="Choose what is charged during an absence",
        choices=[(ALL, "The recharge goes on"), (SOME, "The recharge stops after some days")],
    )
    absence_days = WholeNumberField(
        "Calendar days of each absence that are still charged", most=366, called="The days", component=DAYS
    )
    draft = SeenField(default="0")
    save = SubmitField("Save and see the schedule")

    @property
    def pay(self) -> Pay:
        """What was typed. The first salary holds from before the secondment begins."""
        pension = self.pension.data or PensionScheme.NONE
        return Pay(
            steps=tuple(self._steps()),
            pension=pension,
            pension_rate=self.pension_rate.data if pension.has_own_rate else None,
            has_ni=self.has_ni.data == "yes",
            other_rate=self.other_rate.data or 0,
            other_monthly=Money(self.other_monthly.data or 0),
            share_percent=self.share_percent.data if self.share_percent.data is not None else 100,
            fee_monthly=Money(self.fee_monthly.data or 0),
            part_month=self.part_month.data or PartMonth.CALENDAR_DAYS,
            charge_day=self.charge_day.data or 28,
            absence_days=(self.absence_days.data or 0) if self.absence.data == SOME else None,
        )

    def validate(self, extra_validators: Any = None) -> bool:
        """A change of pay needs its day and its amount; days of an absence are asked for where they count."""
        good = bool(super().validate(extra_validators))
        for number in RISES:
            day, amount = self[f"rise_date_{number}"], self[f"rise_annual_{number}"]
            if day.data and amount.data is None and not amount.errors:
                amount.errors = [f"Enter the salary from {day.data.day} {day.data:%B %Y}"]
                good = False
            if amount.data is not None and not day.data and not day.errors:
                day.errors = ["Enter the day from which this salary holds"]
                good = False
        if self.absence.data == SOME and self.absence_days.data is None and not self.absence_days.errors:
            self.absence_days.errors = ["Enter how many days of each absence are charged"]
            good = False
        return good

    def _steps(self) -> Iterator[PayStep]:
        fte = Fte(self.home_fte.data) if self.home_fte.data else FULL_TIME
        if self.annual.data:
            yield PayStep(date.min, Money(self.annual.data), fte)
        for number in RISES:
            day, amount = self[f"rise_date_{number}"].data, self[f"rise_annual_{number}"].data
            if day and amount:
                yield PayStep(day, Money(amount), fte)


class VatForm(Form):
    """How VAT treats the recharge; the home trust's finance decides."""

    reason = RadioField(
        "How does VAT treat the recharge?",
        needed="Choose how VAT treats the recharge",
        choices=[(each.value, each.treatment.label, each.label) for each in VatReason],
        coerce=VatReason,
    )
    conditions = CheckboxesField(
        "Conditions of the concession",
        choices=choices_of(Condition),
        coerce=Condition,
        hint="Tick those that hold. The concession needs all of them.",
    )
    save = SubmitField("Record this decision")


def pay_fields(pay: Pay, draft_number: int) -> dict[str, Any]:
    """What the form shows of pay that is already known."""
    first, *rises = pay.steps or (None,)
    shown: dict[str, Any] = {
        "annual": first.annual.pence if first else None,
        "home_fte": (first.home_fte if first else FULL_TIME).parts,
        "pension": pay.pension,
        "pension_rate": pay.pension_rate,
        "has_ni": "yes" if pay.has_ni else "no",
        "other_rate": pay.other_rate or None,
        "other_monthly": pay.other_monthly.pence or None,
        "share_percent": pay.share_percent,
        "fee_monthly": pay.fee_monthly.pence or None,
        "part_month": pay.part_month,
        "charge_day": pay.charge_day,
        "absence": ALL if pay.absence_days is None else SOME,
        "absence_days": pay.absence_days,
        "draft": str(draft_number),
    }
    for number, step in zip(RISES, rises, strict=False):
        if step is not None:
            shown |= {f"rise_date_{number}": step.from_date, f"rise_annual_{number}": step.annual.pence}
    return shown


def vat_fields(ruling: VatDecision | None) -> dict[str, Any]:
    """What the form shows of a ruling that was made."""
    return {"reason": ruling.reason, "conditions": list(ruling.conditions)} if ruling else {}
