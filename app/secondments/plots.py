"""The plots of who is out and in. They hold no names, and what was drawn is kept by what it shows."""

from datetime import date
from functools import lru_cache
from typing import Any

from app.kernel.drawing import (
    INK,
    LETTERS,
    MOST_BARS,
    ORANGE,
    SMALL,
    TEAL,
    bare,
    bars_figure,
    draw_months,
    draw_today,
    patch,
    short,
    svg,
)
from app.secondments.values.agreements_listed import SecondmentSide
from app.secondments.values.overview import Window

COLOURS = {SecondmentSide.OUT: TEAL, SecondmentSide.IN: ORANGE}
ROW, HEAD, LEGEND = 0.46, 0.42, 0.34

Bar = tuple[SecondmentSide, str, date, date, bool]
"""Which way, what stands over it, the first and the last day, and whether it has still to begin."""
Pair = tuple[str, int, str, int, str]
"""A year, what was lent and borrowed as numbers, and each as its figure in words."""


@lru_cache(maxsize=256)
def stays_svg(bars: tuple[Bar, ...], window: Window, today: date) -> bytes:
    """A bar for each stay over twelve months, in the order given; what goes on beyond them has an arrow."""
    shown = bars[:MOST_BARS]
    height = ROW * (len(shown) + 0.2) + HEAD
    figure, axes = bars_figure(height, beneath=LEGEND)
    days = (window.after - window.first).days
    for place, bar in enumerate(shown):
        _stay(axes, place, bar, window, days)
    draw_months(axes, window.months, window.first, len(shown))
    if window.first <= today < window.after:
        draw_today(axes, (today - window.first).days, len(shown))
    axes.set_ylim(len(shown) - 0.4, -0.6 - HEAD / ROW)
    axes.set_xlim(0, days)
    axes.set_axis_off()
    _legend(axes, is_dated=True)
    return svg(figure)


@lru_cache(maxsize=256)
def years_svg(rows: tuple[Pair, ...]) -> bytes:
    """What was lent and borrowed in each year: two bars and their figures for each, in the order given."""
    shown = rows[: MOST_BARS // 2]
    figure, axes = bars_figure(0.62 * len(shown), beneath=LEGEND)
    most = max(max(lent, borrowed) for _, lent, _, borrowed, _ in shown) or 1
    for place, (name, lent, lent_words, borrowed, borrowed_words) in enumerate(shown):
        axes.text(0, place - 0.38, name, ha="left", va="bottom", **LETTERS)
        for offset, side, number, words in (
            (-0.2, SecondmentSide.OUT, lent, lent_words),
            (0.12, SecondmentSide.IN, borrowed, borrowed_words),
        ):
            axes.barh(place + offset, number, height=0.28, color=COLOURS[side])
            axes.text(number + most * 0.015, place + offset, words, ha="left", va="center", **SMALL)
    bare(axes, len(shown))
    axes.set_xlim(0, most * 1.3)
    _legend(axes, is_dated=False)
    return svg(figure)


def _stay(axes: Any, place: int, bar: Bar, window: Window, days: int) -> None:
    side, label, first, last, is_to_come = bar
    left = max((first - window.first).days, 0)
    right = min((last - window.first).days + 1, days)
    looks = {"hatch": "////", "facecolor": "#fff"} if is_to_come else {"facecolor": COLOURS[side]}
    axes.barh(place, right - left, left=left, height=0.36, edgecolor=COLOURS[side], linewidth=0.8, zorder=2, **looks)
    axes.text(0, place - 0.25, short(label), ha="left", va="bottom", **LETTERS)
    for goes_on, at, mark in (
        (first < window.first, left + days * 0.012, "<"),
        (last >= window.after, right - days * 0.012, ">"),
    ):
        if goes_on:
            axes.plot([at], [place], marker=mark, markersize=5, color=INK, linestyle="none", zorder=3)


def _legend(axes: Any, *, is_dated: bool) -> None:
    handles = [patch(COLOURS[each]) for each in SecondmentSide]
    labels = [each.label for each in SecondmentSide]
    if is_dated:
        handles.append(patch("#fff", edgecolor=INK, hatch="////", linewidth=0.8))
        labels.append("Yet to begin")
    axes.legend(
        handles, labels, loc="upper left", bbox_to_anchor=(-0.02, 0.0), ncols=3, frameon=False, fontsize=8,
        columnspacing=1.2, handlelength=1.4,
    )  # fmt: skip
