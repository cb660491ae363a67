"""Plots as SVG, readable at 320 pixels and by people who tell few colours apart; each has a table beside it.

matplotlib is loaded when the first is drawn. What was drawn is kept by what it shows, so nothing is drawn twice.
A drawing has no style of its own, only attributes, and its letters are shapes: no policy or missing font spoils it.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from io import BytesIO
from threading import Lock
from typing import Any

WIDE = 3.6
INK, TEAL = "#12292b", "#0f5c5c"
SCALE_COLOURS = (("#0b4a6f", "#fff"), ("#6baed6", INK), ("#e6e2d9", INK), ("#fdae6b", INK), ("#a63603", "#fff"))
"""Blue for agreeing, orange for disagreeing, which few people take for one another; each with its text."""
MOST_BARS = 30
LONGEST_LABEL = 46
LETTERS: dict[str, Any] = {"color": INK, "fontsize": 8.5, "parse_math": False}
LEGEND = 0.62
STYLE = re.compile(r' style="([^"]*)"')
SHEET = re.compile(r"<defs>\s*<style[^>]*>.*?</style>\s*</defs>", re.S)
_drawing = Lock()

Row = tuple[str, tuple[int, ...]]


@lru_cache(maxsize=256)
def answers_svg(rows: tuple[Row, ...], answers: tuple[str, ...]) -> bytes:
    """How often each answer was given to each statement: a bar of counts for each, the best answer at the left."""
    figure, axes = _figure(0.5 * len(rows), beneath=LEGEND)
    for place, (statement, counts) in enumerate(rows):
        _stack(axes, place, counts)
        axes.text(0, place - 0.34, statement, ha="left", va="bottom", **LETTERS)
    _bare(axes, len(rows))
    axes.set_xlim(0, 100)
    handles = [_patch(colour) for colour, _ in SCALE_COLOURS]
    axes.legend(handles, answers, loc="upper left", bbox_to_anchor=(-0.02, 0.0), ncols=2, frameon=False, fontsize=8)
    return _svg(figure)


@lru_cache(maxsize=256)
def hours_svg(rows: tuple[tuple[str, int], ...]) -> bytes:
    """Hours for each school, from (name, minutes): a bar and its figure for each, in the order given."""
    shown = rows[:MOST_BARS]
    figure, axes = _figure(0.46 * len(shown))
    most = max(minutes for _, minutes in shown) or 1
    for place, (name, minutes) in enumerate(shown):
        axes.barh(place, minutes, height=0.42, color=TEAL)
        axes.text(0, place - 0.27, _short(name), ha="left", va="bottom", **LETTERS)
        axes.text(minutes + most * 0.015, place, hours_figure(minutes), ha="left", va="center", **LETTERS)
    _bare(axes, len(shown))
    axes.set_xlim(0, most * 1.16)
    return _svg(figure)


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


def _figure(height: float, *, beneath: float = 0) -> tuple[Any, Any]:
    """Room for bars so high, in inches, with some beneath them."""
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    figure = Figure(figsize=(WIDE, height + beneath))
    FigureCanvasSVG(figure)
    return figure, figure.add_axes((0.01, beneath / (height + beneath), 0.98, height / (height + beneath)))


def _patch(colour: str) -> Any:
    from matplotlib.patches import Patch

    return Patch(facecolor=colour)


def _bare(axes: Any, rows: int) -> None:
    axes.set_ylim(rows - 0.6, -0.85)
    axes.set_axis_off()


def _svg(figure: Any) -> bytes:
    import matplotlib

    drawn = BytesIO()
    with _drawing, matplotlib.rc_context({"svg.fonttype": "path", "svg.hashsalt": "trust-exchange"}):
        figure.savefig(drawn, format="svg", metadata={"Date": None, "Creator": None}, transparent=True)
    return STYLE.sub(_as_attributes, SHEET.sub("", drawn.getvalue().decode())).encode()


def _as_attributes(style: re.Match[str]) -> str:
    """A style as attributes of its own, which the content-security-policy lets pass where a style would not."""
    parts = [part.split(":", 1) for part in style[1].split(";") if ":" in part]
    return "".join(f' {name.strip()}="{value.strip()}"' for name, value in parts)


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_LABEL else f"{name[: LONGEST_LABEL - 1]}…"
