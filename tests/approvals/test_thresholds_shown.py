"""How an estimated value is shown: its working, the threshold in force and what must happen."""

from datetime import date

import pytest
from flask import Flask, get_template_attribute

from app.approvals.rules import estimate, meaning_of, splitting_of, threshold_in_force
from app.approvals.values import Buying, BuyingRoute, EstimatePart, PurchaseKind
from app.kernel.money import Money
from app.kernel.unit_price import UnitPrice

IN_FORCE = threshold_in_force(PurchaseKind.GOODS, date(2026, 9, 1))
NAMES = {1: "Northgate <Learning> Trust", 2: "Harbour Trust"}
PARTS = [
    EstimatePart(1, 1, "Electricity", 1_500_000, UnitPrice(2_435), is_yearly=True, vat_rate=2_000),
    EstimatePart(2, 2, "Meters", 3, UnitPrice(1_000_000), is_yearly=False, vat_rate=500, months_late=6),
]


@pytest.mark.parametrize("months", [24, None])
def test_an_estimate_is_shown_with_its_working_the_threshold_and_what_must_happen(
    app: Flask, months: int | None
) -> None:
    estimated = estimate(PARTS, months=months, extension_months=12)
    meaning = meaning_of(BuyingRoute.QUOTES, estimated, IN_FORCE.amount)
    with app.test_request_context():
        panel = get_template_attribute("approvals/_thresholds.html", "estimate_panel")
        page = " ".join(str(panel(estimated, IN_FORCE, meaning, NAMES)).split())
    assert "By quotes alone this cannot go on" in page
    assert "£207,720.00 including VAT for goods, since 1 January 2026" in page
    assert "Regulations 2025" in page
    assert "Northgate &lt;Learning&gt; Trust" in page
    assert "24.35p" in page
    assert "1,500,000 a year" in page
    assert "£15.00 (5%)" in page
    assert f"<strong>£{'1,315,215' if months else '438,615'}.00</strong>" in page
    assert ("36 months with every extension" in page) is (months is not None)
    assert ("Not known: the length is not known" in page) is (months is None)


def test_like_purchases_are_warned_of_where_they_evade_the_threshold_together(app: Flask) -> None:
    def buying(reference: str, pence: int | None) -> Buying:
        value = None if pence is None else Money(pence)
        return Buying(reference, frozenset({1}), "09310000-5", date(2026, 9, 1), value)

    this = buying("RND-1", 107_720_00)
    shown = {}
    with app.test_request_context():
        notice = get_template_attribute("approvals/_thresholds.html", "splitting_notice")
        for pence in (100_000_00, 99_999_99, None):
            found = splitting_of(this, [buying("RND-2", pence)], IN_FORCE.amount)
            shown[pence] = " ".join(str(notice(found)).split())
        assert str(notice(None)).strip() == ""
    assert "this comes to £207,720.00, which reaches the threshold of £207,720.00, though none" in shown[100_000_00]
    assert "this comes to £207,719.99, below the threshold" in shown[99_999_99]
    assert "this reaches the threshold" in shown[None]
    assert "value not known" in shown[None]
    assert 'href="/r/RND-2"' in shown[None]
