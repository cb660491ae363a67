"""What a table of cancellation bands must be: every number of working days' notice stands in exactly one band."""

from collections.abc import Iterable, Sequence

from app.cpd.values import Band
from app.kernel.errors import Refused

MOST_BANDS = 5
MOST_NOTICE = 200
FIELD = "bands"


def bands_faults(bands: Sequence[Band]) -> list[Refused]:
    """What is wrong with a table of bands, in whatever order its rows stand; empty where nothing is, or no row."""
    found = [*_too_many(bands), *_row_faults(bands)]
    return found if found or not bands else [*_table_faults(sorted(bands, key=lambda band: band.at_least))]


def _too_many(bands: Sequence[Band]) -> Iterable[Refused]:
    if len(bands) > MOST_BANDS:
        yield Refused(f"Enter {MOST_BANDS} bands or fewer", field=FIELD)


def _row_faults(bands: Sequence[Band]) -> Iterable[Refused]:
    for band in bands:
        if not 0 <= band.at_least <= MOST_NOTICE or (band.up_to is not None and band.up_to > MOST_NOTICE):
            yield Refused(f"Enter working days from 0 to {MOST_NOTICE}", field=FIELD)
        elif band.up_to is not None and band.up_to < band.at_least:
            yield Refused(
                f"The band that starts at {band.at_least} working days ends at {band.up_to}. "
                f"End it at {band.at_least} or more, or leave its end empty.",
                field=FIELD,
            )
        if not 0 <= band.percent <= 100:
            yield Refused("Enter a per cent from 0 to 100", field=FIELD)


def _table_faults(rising: Sequence[Band]) -> Iterable[Refused]:
    expected: int | None = 0
    for band in rising:
        if expected is None or band.at_least < expected:
            yield Refused(
                f"Two bands say what a cancellation with {_notice(band.at_least)} costs. Change one of them.",
                field=FIELD,
            )
        elif band.at_least > expected:
            yield _unsaid(expected, band.at_least - 1)
        expected = _after(expected, band)
    if expected is not None:
        yield _unsaid(expected, None)


def _after(expected: int | None, band: Band) -> int | None:
    """The first number of days that no band so far speaks of; None where one is open at the top."""
    if expected is None or band.up_to is None:
        return None
    return max(expected, band.up_to + 1)


def _unsaid(first: int, last: int | None) -> Refused:
    return Refused(f"Say what a cancellation with {notice_words(first, last)} costs", field=FIELD)


def notice_words(first: int, last: int | None) -> str:
    """So much notice in words: "5 to 9 working days’ notice", "10 or more …", "fewer than 5 …"."""
    if last is None:
        return f"{first} or more working days’ notice" if first else "any notice"
    if first == 0:
        return f"{'fewer' if last else 'less'} than {_notice(last + 1)}"
    return _notice(first) if first == last else f"{first} to {_notice(last)}"


def _notice(count: int) -> str:
    return "1 working day’s notice" if count == 1 else f"{count} working days’ notice"
