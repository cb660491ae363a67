"""The plots of prices. What was drawn is kept by what it shows, so nothing is drawn twice."""

from functools import lru_cache
from typing import Any

from app.kernel.drawing import (
    INK,
    LETTERS,
    ORANGE,
    PALE,
    SMALL,
    TEAL,
    bare,
    bars_figure,
    svg,
)

HIGH, BENEATH = 1.9, 0.34
WIDEST = 5
"""With more steps than this, their figures stand on two heights."""

Step = tuple[int, str, int, str]
"""From how much on and that in words, what a unit costs in hundredths of a penny and that in words."""
Mark = tuple[int, str]
"""How much, and what stands beside its line."""


@lru_cache(maxsize=256)
def steps_svg(steps: tuple[Step, ...], marks: tuple[Mark, ...]) -> bytes:
    """The price of a unit going down in steps as the quantity goes up, the guide price first, from 0 on.

    Every step is as wide as the others, whatever it spans. Each mark is a line where something stands now: what is
    committed, what is intended.
    """
    figure, axes = bars_figure(HIGH, beneath=BENEATH)
    top = max(price for _, _, price, _ in steps) or 1
    is_tight = len(steps) > WIDEST
    for place, (_, starts, price, words) in enumerate(steps):
        axes.fill_between([place, place + 1], 0, price, color=PALE, linewidth=0, zorder=1)
        axes.plot([place, place + 1], [price, price], color=TEAL, linewidth=2.4, zorder=3)
        lifted = top * (0.16 if is_tight and place % 2 else 0.03)
        axes.text(place + 0.5, price + lifted, words, ha="center", va="bottom", **(SMALL if is_tight else LETTERS))
        lowered = top * (0.12 if is_tight and place % 2 else 0.03)
        axes.text(place, -lowered, starts, ha="left" if not place else "center", va="top", **SMALL)
    for place, (at, words) in enumerate(marks):
        along = _along(steps, at)
        _stands(axes, along, words, (top * (0.30 - 0.18 * place), steps[int(along)][2]), len(steps))
    axes.set_xlim(0, len(steps))
    axes.set_ylim(0, top * 1.26)
    axes.set_axis_off()
    return svg(figure)


@lru_cache(maxsize=256)
def prices_svg(rows: tuple[tuple[str, int, str], ...]) -> bytes:
    """A price for each case, from (name, hundredths of a penny, words): a bar and its figure, in the order given."""
    figure, axes = bars_figure(0.5 * len(rows))
    most = max(price for _, price, _ in rows) or 1
    for place, (name, price, words) in enumerate(rows):
        colour = TEAL if place == len(rows) - 1 else ORANGE
        axes.barh(place, price, height=0.42, color=colour)
        axes.text(0, place - 0.27, name, ha="left", va="bottom", **LETTERS)
        axes.text(price + most * 0.015, place, words, ha="left", va="center", **LETTERS)
    bare(axes, len(rows))
    axes.set_xlim(0, most * 1.3)
    return svg(figure)


def _along(steps: tuple[Step, ...], at: int) -> float:
    """How many steps along a quantity stands; the last step is as long again as all before it."""
    place = max(number for number, (starts, *_) in enumerate(steps) if starts <= at)
    starts = steps[place][0]
    ends = steps[place + 1][0] if place + 1 < len(steps) else max(2 * starts, 1)
    return place + min((at - starts) / (ends - starts), 0.96)


def _stands(axes: Any, at: float, words: str, heights: tuple[float, int], wide: int) -> None:
    """A line up to the price where something stands, its words on the side that has room for them."""
    height, price = heights
    axes.plot([at, at], [0, price], color=INK, linewidth=1.4, linestyle=(0, (4, 2)), zorder=4)
    is_left = at > wide * 0.55
    beside = at + wide * (-0.02 if is_left else 0.02)
    ground = {"facecolor": PALE, "edgecolor": "none", "pad": 0.8}
    axes.text(beside, height, words, ha="right" if is_left else "left", va="center", zorder=5, bbox=ground, **SMALL)
