"""What an advert says in a phrase: when, how much, at what cost, and who offers it to those who may not know."""

from collections.abc import Sequence

from app.kernel.clock import day_words
from app.secondments.values import WHOLE, CostBasis, Fte, HalfTerm, Particulars, Pattern, Weekday, Working
from app.trusts.values import Region

WITH_ARTICLE = frozenset(Region) - {Region.LONDON, Region.YORKSHIRE_AND_THE_HUMBER}
FTE_BANDS = (
    ("full", "Full time", WHOLE),
    ("most", "0.6 to 0.9 FTE", 6_000),
    ("some", "0.3 to 0.5 FTE", 3_000),
    ("little", "Up to 0.2 FTE", 1),
)


def anonymous_name(regions: Sequence[Region]) -> str:
    """What a trust is called that may not be named: "A trust in the South West"."""
    if len(regions) != 1:
        return "A trust in England"
    return f"A trust in {'the ' if regions[0] in WITH_ARTICLE else ''}{regions[0].label}"


def fte_band(fte: Fte) -> str:
    """The code of the band in which a share of full time is searched; what lies between two goes to the lower."""
    return next(code for code, _, least in FTE_BANDS if fte.parts >= least)


def when_words(typed: Particulars) -> str:
    """From when to when, or for how long: "From 4 January 2027 to 23 July 2027"; empty while no start is known."""
    if typed.start_date is None:
        return ""
    start = f"From {day_words(typed.start_date)}"
    if typed.weeks is not None:
        return f"{start} for {'1 week' if typed.weeks == 1 else f'{typed.weeks} weeks'}"
    return f"{start} to {day_words(typed.end_date)}" if typed.end_date else start


def working_words(working: Working | None) -> str:
    """How the work lies: "Tuesdays and Wednesdays, 0.4 FTE"; empty where nobody said."""
    if working is None:
        return ""
    if working.pattern is Pattern.WHOLE_WEEK:
        pattern = "Every working day"
    elif working.pattern is Pattern.DAYS:
        pattern = _listed([f"{day.label}s" for day in Weekday if day in working.days]) or "Some days of the week"
    else:
        halves = [half.label for half in HalfTerm if half in working.half_terms]
        pattern = _listed([halves[0], *(each[0].lower() + each[1:] for each in halves[1:])]) if halves else ""
        pattern = pattern or "Some half-terms"
    return f"{pattern}, {'full time' if working.fte.parts == WHOLE else f'{working.fte} FTE'}"


def cost_words(typed: Particulars) -> str:
    """What the host is charged, in a phrase: "40% of the cost"; empty where nobody said."""
    if typed.basis is None:
        return ""
    if typed.basis is CostBasis.SHARE and typed.share_percent is not None:
        return f"{typed.share_percent}% of the cost"
    return typed.basis.short


def band_words(typed: Particulars) -> str:
    """The salary as a band in whole pounds: "£45,000 to £52,000"; empty where there is none."""
    if typed.band_from is None or typed.band_to is None:
        return ""
    low, high = (f"£{amount.pence // 100:,}" for amount in (typed.band_from, typed.band_to))
    return low if low == high else f"{low} to {high}"


def price_words(typed: Particulars) -> str:
    """The line of a result, cost and salary together: "At cost, salary £45,000 to £52,000"."""
    band = band_words(typed)
    return ", ".join(part for part in (cost_words(typed), f"salary {band}" if band else "") if part)


def _listed(words: Sequence[str]) -> str:
    """Mondays, Tuesdays and Fridays."""
    return " and ".join(part for part in (", ".join(words[:-1]), *words[-1:]) if part)
