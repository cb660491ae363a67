"""How figures, days and typed text are shown."""

from datetime import UTC, date, datetime

import pytest

from app.kernel.money import Money
from app.web.formats import day, markdown, moment, money


@pytest.mark.parametrize(
    ("amount", "shown"), [(0, "£0.00"), (123450, "£1,234.50"), (Money(5), "£0.05"), (Money(-300), "−£3.00")]
)
def test_money_is_shown_in_pounds_and_pence(amount: Money | int, shown: str) -> None:
    assert money(amount) == shown


def test_a_day_is_shown_without_a_nought() -> None:
    assert day(date(2026, 9, 3)) == "3 September 2026"


def test_the_day_of_a_moment_is_the_one_on_the_clocks_of_england() -> None:
    assert day(datetime(2026, 9, 2, 23, 30, tzinfo=UTC)) == "3 September 2026"


@pytest.mark.parametrize(
    ("when", "shown"),
    [
        (datetime(2026, 9, 3, 13, 5, tzinfo=UTC), "3 September 2026 at 2:05pm"),
        (datetime(2026, 1, 3, 13, 5, tzinfo=UTC), "3 January 2026 at 1:05pm"),
        (datetime(2026, 8, 31, 23, 0, tzinfo=UTC), "1 September 2026 at 12:00am"),
        (datetime(2026, 1, 3, 12, 0, tzinfo=UTC), "3 January 2026 at 12:00pm"),
        (datetime(2026, 1, 3, 11, 59, tzinfo=UTC), "3 January 2026 at 11:59am"),
    ],
)
def test_a_moment_is_shown_by_the_clocks_of_england(when: datetime, shown: str) -> None:
    assert moment(when) == shown


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        moment(datetime(2026, 9, 3))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("typed", "html"),
    [
        ("a **b** *c*", "<p>a <strong>b</strong> <em>c</em></p>"),
        ("# One\n\n### Two", "<h3>One</h3>\n<h4>Two</h4>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("[x](https://a.example/)", '<p><a href="https://a.example/" rel="noopener noreferrer">x</a></p>'),
        ("<b onclick=x>hi</b>", "<p>&lt;b onclick=x&gt;hi&lt;/b&gt;</p>"),
        ("[x](javascript:alert)", "<p>[x](javascript:alert)</p>"),
        ("![x](https://a.example/x.png)", '<p>!<a href="https://a.example/x.png" rel="noopener noreferrer">x</a></p>'),
    ],
)
def test_typed_text_becomes_small_safe_html(typed: str, html: str) -> None:
    assert markdown(typed).strip() == html
