"""What looks like agency supply, and what only sounds like it."""

import pytest

from app.kernel.money import Money
from app.secondments.rules.agency import is_above_cost, signs
from app.secondments.values import Particulars, Sign, SignKind

BAND = Particulars(band_from=Money(40_000_00), band_to=Money(50_000_00))


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("Supply teacher, any phase", SignKind.SUPPLY, "Supply teacher"),
        ("An experienced teacher for day-to-day supply.", SignKind.SUPPLY, "day-to-day supply"),
        ("Available for long-term\nsupply from January", SignKind.SUPPLY, "long-term supply"),
        ("We are a temp agency for schools", SignKind.SUPPLY, "temp agency"),
        ("Paid through an umbrella company", SignKind.SUPPLY, "umbrella company"),
        ("Has worked on supply since 2024", SignKind.SUPPLY, "on supply"),
        ("Agency teachers welcome", SignKind.SUPPLY, "Agency teachers"),
        ("Three teaching assistants for the autumn term", SignKind.SEVERAL, "Three teaching assistants"),
        ("We need 4 cover supervisors.", SignKind.SEVERAL, "4 cover supervisors"),
        ("Cover: two qualified primary teachers needed", SignKind.SEVERAL, "two qualified primary teachers"),
        ("You may have any of our experienced teaching assistants", SignKind.SEVERAL,
         "any of our experienced teaching assistants"),
        ("A pool of trained staff, ready to start", SignKind.SEVERAL, "pool of trained staff"),
        ("We send whoever is free", SignKind.SEVERAL, "whoever is free"),
    ],
)  # fmt: skip
def test_words_of_agency_supply_and_of_several_interchangeable_people_are_signs(
    text: str, kind: SignKind, words: str
) -> None:
    assert signs([text], BAND) == (Sign(kind, words),)


@pytest.mark.parametrize(
    "text",
    [
        "You will review our supply chain and its contracts",
        "SENDCo supply of assessments to the panel",
        "Orders office supplies and keeps the cupboard",
        "Responsible for supply contracts: energy, water supply and catering",
        "You will lead a team of three teaching assistants",
        "A class teacher who line manages two teaching assistants",
        "The SENDCo works with 4 teachers and six support assistants. She coaches two teachers.",
        "You may work at any of our schools",
        "Two skilled teaching assistants run the interventions",
        "There are 46 pupils. Two teachers share Year 6.",
        "A swimming pool of our own",
        "Long-term supply of timber for the workshop",
        "Two days a week, three terms, 240 pupils",
        "Our two SENDCos are on leave one after the other",
        "Travel of £12 a day is paid",
        "The budget is £210,000 a year",
    ],
)
def test_what_only_sounds_like_supply_is_no_sign(text: str) -> None:
    assert signs([text], Particulars()) == ()


@pytest.mark.parametrize(
    "text",
    [
        "£400 a day",
        "£400 per day",
        "£400/day",
        "£400 daily",
        "£400pd",
        "£400 - £450 a day",
        "Day rate: £400",
        "£1,400 a day",
    ],
)
def test_a_daily_rate_above_cost_is_a_sign_however_it_is_written(text: str) -> None:
    (found,) = signs([text], BAND)
    assert (found.kind, found.words) == (SignKind.DAILY_RATE, text)


@pytest.mark.parametrize(
    ("pounds", "band_to", "above"),
    [
        # £39,000 and 45 per cent on top is £56,550: £290 on each of 195 days, to the penny
        (289, Money(39_000_00), False),
        (290, Money(39_000_00), False),
        (291, Money(39_000_00), True),
        (290, Money(38_999_99), True),
        (49, None, False),
        (50, None, True),
        (49, Money(0), False),
        (50, Money(0), True),
    ],
)
def test_a_daily_rate_is_above_cost_beyond_the_top_of_the_band_with_on_costs(
    pounds: int, band_to: Money | None, above: bool
) -> None:
    assert is_above_cost(pounds, band_to) is above
    found = signs([f"The host pays £{pounds} a day"], Particulars(band_to=band_to))
    assert bool(found) is above


def test_every_text_is_read_and_each_sign_is_told_once() -> None:
    texts = ["Supply teacher", "A supply teacher", "Supply teacher at £300 a day"]
    assert [each.words for each in signs(texts, Particulars())] == ["Supply teacher", "supply teacher", "£300 a day"]
