"""The plot of how demand grows month by month. It names no trust, and what was drawn is kept by what it shows."""

from functools import lru_cache

from app.kernel.drawing import INK, LETTERS, MOST_BARS, ORANGE, TEAL, bare, bars_figure, patch, svg

ROW, LEGEND = 0.52, 0.34

Month = tuple[str, int, int, str]
"""A month in words, what had joined before it, what joins in it, and all of it together in words."""


@lru_cache(maxsize=256)
def months_svg(months: tuple[Month, ...]) -> bytes:
    """A bar for each month in which something joins: what had joined before, and what it adds."""
    shown = months[:MOST_BARS]
    figure, axes = bars_figure(ROW * len(shown), beneath=LEGEND)
    most = max(before + added for _, before, added, _ in shown) or 1
    for place, (name, before, added, words) in enumerate(shown):
        axes.text(0, place - 0.27, name, ha="left", va="bottom", **LETTERS)
        axes.barh(place, before, height=0.4, color=TEAL)
        axes.barh(place, added, left=before, height=0.4, color=ORANGE, edgecolor=INK, linewidth=0.4)
        axes.text(before + added + most * 0.015, place, words, ha="left", va="center", **LETTERS)
    bare(axes, len(shown))
    axes.set_xlim(0, most * 1.35)
    axes.legend(
        [patch(TEAL), patch(ORANGE)], ["Joined before", "Joins in this month"],
        loc="upper left", bbox_to_anchor=(-0.02, 0.0), ncols=2, frameon=False, fontsize=8, columnspacing=1.2,
        handlelength=1.4,
    )  # fmt: skip
    return svg(figure)
