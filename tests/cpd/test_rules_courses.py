"""What a course needs: bands without a gap, prices that fit one another, an NPQ and its lead provider."""

import csv
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.cpd import npq, rules
from app.cpd.rules.bands import MOST_NOTICE
from app.cpd.values import Band, Npq, Prices, StandardPart
from app.kernel.money import Money
from app.kernel.vat import VatTreatment
from tests.cpd.makers import BANDS, particulars


def faults(registered: bool | None = True, has_run: bool = True, **change: Any) -> list[str | None]:
    typed = particulars(**change)
    return [fault.field for fault in rules.publishing_faults(typed, vat_registered=registered, has_run=has_run)]


def said(*bands: Band) -> list[str]:
    return [fault.message for fault in rules.bands_faults(bands)]


def test_a_complete_course_lacks_nothing() -> None:
    assert faults() == []
    assert faults(prices=Prices(is_free=True), vat_treatment=None, vat_reason="", bands=()) == []


@pytest.mark.parametrize(
    ("bands", "message"),
    [
        ([Band(10, None, 0), Band(0, 4, 100)], "Say what a cancellation with 5 to 9 working days’ notice costs"),
        ([Band(6, None, 0), Band(0, 4, 100)], "Say what a cancellation with 5 working days’ notice costs"),
        ([Band(2, None, 0), Band(0, 0, 100)], "Say what a cancellation with 1 working day’s notice costs"),
        ([Band(5, None, 0)], "Say what a cancellation with fewer than 5 working days’ notice costs"),
        ([Band(1, None, 0)], "Say what a cancellation with less than 1 working day’s notice costs"),
        ([Band(0, 4, 100)], "Say what a cancellation with 5 or more working days’ notice costs"),
        (
            [Band(5, None, 0), Band(0, 5, 100)],
            "Two bands say what a cancellation with 5 working days’ notice costs. Change one of them.",
        ),
        (
            [Band(0, None, 0), Band(9, None, 100)],
            "Two bands say what a cancellation with 9 working days’ notice costs. Change one of them.",
        ),
        (
            [Band(5, None, 0), Band(4, 3, 50), Band(0, 3, 100)],
            "The band that starts at 4 working days ends at 3. End it at 4 or more, or leave its end empty.",
        ),
        ([Band(0, None, 101)], "Enter a per cent from 0 to 100"),
        ([Band(0, None, -1)], "Enter a per cent from 0 to 100"),
        ([Band(MOST_NOTICE + 1, None, 0), Band(0, MOST_NOTICE, 9)], f"Enter working days from 0 to {MOST_NOTICE}"),
        ([Band(n, n, 0) for n in range(5)] + [Band(5, None, 0)], "Enter 5 bands or fewer"),
    ],
)
def test_a_table_of_bands_with_a_gap_or_an_overlap_is_refused_by_name(bands: list[Band], message: str) -> None:
    assert message in said(*bands)
    assert {fault.field for fault in rules.bands_faults(bands)} == {"bands"}


@pytest.mark.parametrize(
    "bands",
    [
        BANDS,
        BANDS[::-1],
        (Band(0, None, 0),),
        (Band(0, 0, 100), Band(1, None, 0)),
        (Band(0, MOST_NOTICE - 1, 100), Band(MOST_NOTICE, None, 0)),
        (),
    ],
)
def test_a_table_that_speaks_of_every_notice_once_stands_in_any_order(bands: tuple[Band, ...]) -> None:
    assert said(*bands) == []


@given(st.lists(st.builds(Band, st.integers(0, 12), st.none() | st.integers(0, 12), st.integers(0, 100)), max_size=5))
def test_a_table_is_accepted_exactly_when_every_notice_stands_in_one_band(bands: list[Band]) -> None:
    def speaking(notice: int) -> int:
        return sum(each.at_least <= notice and (each.up_to is None or notice <= each.up_to) for each in bands)

    is_whole = all(speaking(notice) == 1 for notice in range(20))
    is_empty_row = any(each.up_to is not None and each.up_to < each.at_least for each in bands)
    assert (said(*bands) == []) == (not bands or (is_whole and not is_empty_row))


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ({"format": None}, ["format"]),
        ({"outcomes": ""}, ["outcomes"]),
        ({"career_stages": frozenset()}, ["career_stages"]),
        ({"learning_minutes": None}, ["learning"]),
        ({"learning_minutes": 0}, ["learning"]),
        ({"learning_minutes": 15}, []),
        ({"learning_minutes": 20}, ["learning"]),
        ({"learning_minutes": 500 * 60}, []),
        ({"learning_minutes": 500 * 60 + 15}, ["learning"]),
        ({"bands": ()}, ["bands"]),
        ({"vat_treatment": None}, ["vat_treatment"]),
        ({"vat_reason": ""}, ["vat_reason"]),
        ({"vat_reason": "r" * 300}, []),
        ({"vat_reason": "r" * 301}, ["vat_reason"]),
        ({"presenter": "p" * 301}, ["presenter"]),
        ({"joining_instructions": "j" * 4_001}, ["joining_instructions"]),
        ({"standard": {StandardPart.SUSTAINED: "s" * 4_001}}, ["standard_sustained"]),
        ({"no_show_percent": 101}, ["no_show_percent"]),
        ({"no_show_percent": -1}, ["no_show_percent"]),
        ({"no_show_percent": 0}, []),
        ({"attendance_percent": 0}, ["attendance_percent"]),
        ({"attendance_percent": 1}, []),
        ({"hold_days": 0}, ["hold_days"]),
        ({"hold_days": 21}, ["hold_days"]),
        ({"naming_days": 0}, []),
        ({"naming_days": 61}, ["naming_days"]),
        ({"offer_hours": 0}, ["offer_hours"]),
        ({"offer_hours": 73}, ["offer_hours"]),
        ({"format": None, "vat_reason": ""}, ["format", "vat_reason"]),
    ],
)
def test_everything_missing_or_out_of_bounds_is_said_at_once(change: dict[str, Any], fields: list[str]) -> None:
    assert faults(**change) == fields


@pytest.mark.parametrize(
    ("prices", "fields"),
    [
        (Prices(), ["other"]),
        (Prices(other=Money(0)), ["other"]),
        (Prices(other=Money(1)), []),
        (Prices(other=Money(100_000_00)), []),
        (Prices(other=Money(100_000_01)), ["other"]),
        (Prices(partner=Money(90_00)), ["other"]),
        (Prices(other=Money(90_00), partner=Money(89_99)), []),
        (Prices(other=Money(90_00), partner=Money(90_00)), ["partner"]),
        (Prices(other=Money(90_00), partner=Money(0)), []),
        (Prices(other=Money(90_00), partner=Money(-1)), ["partner"]),
        (Prices(other=Money(90_00), early=Money(0), early_days=5), ["early"]),
        (Prices(other=Money(90_00), early=Money(90_01), early_days=30), ["early"]),
        (Prices(other=Money(90_00), early=Money(80_00)), ["early_days"]),
        (Prices(other=Money(90_00), early_days=30), ["early"]),
        (Prices(other=Money(90_00), early=Money(80_00), early_days=1), []),
        (Prices(other=Money(90_00), early=Money(80_00), early_days=0), ["early_days"]),
        (Prices(other=Money(90_00), early=Money(80_00), early_days=366), ["early_days"]),
        (Prices(other=Money(90_00), whole_school=Money(500_00)), ["whole_school_places"]),
        (Prices(other=Money(90_00), whole_school_places=9), ["whole_school"]),
        (Prices(other=Money(90_00), whole_school=Money(500_00), whole_school_places=2), []),
        (Prices(other=Money(90_00), whole_school=Money(500_00), whole_school_places=1), ["whole_school_places"]),
        (Prices(other=Money(90_00), whole_school=Money(500_00), whole_school_places=50), []),
        (Prices(other=Money(90_00), whole_school=Money(500_00), whole_school_places=51), ["whole_school_places"]),
        (Prices(is_free=True), []),
        (Prices(is_free=True, other=Money(1)), ["charged"]),
    ],
)
def test_prices_fit_one_another(prices: Prices, fields: list[str]) -> None:
    assert faults(prices=prices) == fields


@pytest.mark.parametrize("treatment", VatTreatment)
def test_only_a_trust_registered_for_vat_publishes_taxable_courses(treatment: VatTreatment) -> None:
    taxable = treatment in (VatTreatment.STANDARD, VatTreatment.REDUCED, VatTreatment.ZERO)
    assert faults(True, vat_treatment=treatment) == []
    assert faults(False, vat_treatment=treatment) == (["vat_treatment"] if taxable else [])
    assert faults(None, vat_treatment=treatment) == (["vat_treatment"] if taxable else [])


def test_a_course_without_a_run_to_come_is_told_to_add_one() -> None:
    assert faults(has_run=False) == ["runs"]


@pytest.mark.parametrize(
    ("chosen", "field", "says"),
    [
        (Npq("npq-headship", "Teach First"), None, ""),
        (Npq("npq-leading-literacy", "Church of England"), "npq_lead_provider", "Church of England does not lead the"),
        (Npq("npq-headship", "Northgate"), "npq_lead_provider", "That lead provider does not lead the NPQ"),
        (Npq("npq-knitting", "Teach First"), "npq_course", "from the list"),
        (Npq("npq-headship", ""), "npq_lead_provider", "Choose the lead provider"),
        (Npq("", "Teach First"), "npq_course", "Choose the NPQ"),
        (Npq("npq-headship", "Teach First", "c" * 101), "npq_cohort", "100 characters"),
    ],
)
def test_an_npq_is_one_of_the_dfes_list_with_a_lead_provider_that_leads_it(
    chosen: Npq, field: str | None, says: str
) -> None:
    found = rules.publishing_faults(particulars(npq=chosen), vat_registered=True, has_run=True)
    assert [fault.field for fault in found] == ([field] if field else [])
    assert all(says in fault.message for fault in found)


def test_the_list_of_npqs_is_the_dfes_whole_list() -> None:
    with npq.LEAD_PROVIDERS.open(encoding="utf-8", newline="") as file:
        pairs = {(row["course_identifier"], row["lead_provider_name"]) for row in csv.DictReader(_rows(file))}
    assert len(pairs) == 69
    assert {(code, name) for code, names in npq.lead_providers().items() for name in names} == pairs
    assert npq.name_of("npq-headship") == "NPQ for Headship"


def _rows(file: Any) -> list[str]:
    return [line for line in file if not line.startswith("#")]
