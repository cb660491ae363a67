"""The plot of a year of contracts. What was drawn is kept by what it shows."""

from datetime import date
from functools import lru_cache
from typing import Any

from app.contracts.values import Year
from app.kernel.drawing import (
    INK,
    LETTERS,
    MOST_BARS,
    ORANGE,
    TEAL,
    bars_figure,
    draw_months,
    draw_today,
    patch,
    short,
    svg,
)

ROW, HEAD, LEGEND = 0.46, 0.42, 0.34

Bar = tuple[str, date, date | None, date | None]
"""What stands over it, the first day, the last, and the last day to give notice."""


@lru_cache(maxsize=256)
def year_svg(bars: tuple[Bar, ...], year: Year, today: date) -> bytes:
    """A bar for each contract over a year, in the order given; what goes on beyond it has an arrow."""
    shown = bars[:MOST_BARS]
    figure, axes = bars_figure(ROW * (len(shown) + 0.2) + HEAD, beneath=LEGEND)
    days = (year.after - year.first).days
    for place, bar in enumerate(shown):
        _bar(axes, place, bar, year, days)
    draw_months(axes, year.months, year.first, len(shown))
    if year.first <= today < year.after:
        draw_today(axes, (today - year.first).days, len(shown))
    axes.set_ylim(len(shown) - 0.4, -0.6 - HEAD / ROW)
    axes.set_xlim(0, days)
    axes.set_axis_off()
    _legend(axes)
    return svg(figure)


def _bar(axes: Any, place: int, bar: Bar, year: Year, days: int) -> None:
    label, first, last, notice = bar
    left = max((first - year.first).days, 0)
    right = days if last is None else min((last - year.first).days + 1, days)
    axes.barh(place, right - left, left=left, height=0.36, color=TEAL, zorder=2)
    axes.text(0, place - 0.25, short(label), ha="left", va="bottom", **LETTERS)
    if notice is not None and year.first <= notice < year.after:
        notified = (notice - year.first).days
        axes.plot([notified], [place], marker="D", markersize=5, color=ORANGE, markeredgecolor=INK, zorder=4)
    for goes_on, at, mark in (
        (first < year.first, left + days * 0.012, "<"),
        (last is None or last >= year.after, right - days * 0.012, ">"),
    ):
        if goes_on:
            axes.plot([at], [place], marker=mark, markersize=5, color="#fff", linestyle="none", zorder=3)


def _legend(axes: Any) -> None:
    from matplotlib.lines import Line2D

    notice = Line2D([], [], marker="D", markersize=5, color=ORANGE, markeredgecolor=INK, linestyle="none")
    axes.legend(
        [patch(TEAL), notice], ["In force", "Last day to give notice"], loc="upper left", bbox_to_anchor=(-0.02, 0.0),
        ncols=2, frameon=False, fontsize=8, columnspacing=1.2, handlelength=1.4,
    )  # fmt: skip
