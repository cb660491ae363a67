"""The plots of CPD. What was drawn is kept by what it shows, so nothing is drawn twice."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from app.kernel.drawing import INK, LETTERS, MOST_BARS, TEAL, bare, bars_figure, patch, short, svg

SCALE_COLOURS = (("#0b4a6f", "#fff"), ("#6baed6", INK), ("#e6e2d9", INK), ("#fdae6b", INK), ("#a63603", "#fff"))
"""Blue for agreeing, orange for disagreeing, which few people take for one another; each with its text."""
LEGEND = 0.62

Row = tuple[str, tuple[int, ...]]


@lru_cache(maxsize=256)
def answers_svg(rows: tuple[Row, ...], answers: tuple[str, ...]) -> bytes:
    """How often each answer was given to each statement: a bar of counts for each, the best answer at the left."""
    figure, axes = bars_figure(0.5 * len(rows), beneath=LEGEND)
    for place, (statement, counts) in enumerate(rows):
        _stack(axes, place, counts)
        axes.text(0, place - 0.34, statement, ha="left", va="bottom", **LETTERS)
    bare(axes, len(rows))
    axes.set_xlim(0, 100)
    handles = [patch(colour) for colour, _ in SCALE_COLOURS]
    axes.legend(handles, answers, loc="upper left", bbox_to_anchor=(-0.02, 0.0), ncols=2, frameon=False, fontsize=8)
    return svg(figure)


@lru_cache(maxsize=256)
def hours_svg(rows: tuple[tuple[str, int], ...]) -> bytes:
    """Hours for each school, from (name, minutes): a bar and its figure for each, in the order given."""
    shown = rows[:MOST_BARS]
    figure, axes = bars_figure(0.46 * len(shown))
    most = max(minutes for _, minutes in shown) or 1
    for place, (name, minutes) in enumerate(shown):
        axes.barh(place, minutes, height=0.42, color=TEAL)
        axes.text(0, place - 0.27, short(name), ha="left", va="bottom", **LETTERS)
        axes.text(minutes + most * 0.015, place, hours_figure(minutes), ha="left", va="center", **LETTERS)
    bare(axes, len(shown))
    axes.set_xlim(0, most * 1.16)
    return svg(figure)


def hours_figure(minutes: int) -> str:
    """Minutes as hours to one decimal, half up: "7.5", "12"."""
    tenths = (minutes * 10 + 30) // 60
    return f"{tenths // 10:,}.{tenths % 10}".removesuffix(".0")


def _stack(axes: Any, place: int, counts: Sequence[int]) -> None:
    total, left = sum(counts) or 1, 0.0
    for count, (colour, text) in zip(counts, SCALE_COLOURS, strict=True):
        if count:
            width = 100 * count / total
            axes.barh(place, width, left=left, height=0.5, color=colour, edgecolor="#fff", linewidth=0.8)
            axes.text(left + width / 2, place, f"{count}", ha="center", va="center", color=text, fontsize=8.5)
            left += width
