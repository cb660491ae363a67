"""Plots as SVG, readable at 320 pixels and by people who tell few colours apart; each has a table beside it.

matplotlib is loaded when the first is drawn. A drawing has no style of its own, only attributes, and its letters are
shapes: no policy or missing font spoils it.
"""

import re
from collections.abc import Iterable
from datetime import date, timedelta
from io import BytesIO
from threading import Lock
from typing import Any

WIDE = 3.6
INK, TEAL, ORANGE, PALE = "#12292b", "#0f5c5c", "#fdae6b", "#e6e2d9"
MOST_BARS = 30
LONGEST_LABEL = 46
LETTERS: dict[str, Any] = {"color": INK, "fontsize": 8.5, "parse_math": False}
SMALL: dict[str, Any] = {**LETTERS, "fontsize": 7.5}
STYLE = re.compile(r' style="([^"]*)"')
SHEET = re.compile(r"<defs>\s*<style[^>]*>.*?</style>\s*</defs>", re.S)
LETTER = re.compile(r'<use xlink:href="#DejaVuSans-(\S+)"(?: transform="translate\((\S+) 0\)")?/>')
_drawing = Lock()


def bars_figure(height: float, *, beneath: float = 0) -> tuple[Any, Any]:
    """A figure and its axes, with room for bars so high, in inches, and some beneath them."""
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    figure = Figure(figsize=(WIDE, height + beneath))
    FigureCanvasSVG(figure)
    return figure, figure.add_axes((0.01, beneath / (height + beneath), 0.98, height / (height + beneath)))


def patch(colour: str, **looks: Any) -> Any:
    """A square of a colour, for a legend."""
    from matplotlib.patches import Patch

    return Patch(facecolor=colour, **looks)


def bare(axes: Any, rows: int) -> None:
    """Leave nothing of the axes but so many rows, the first at the top."""
    axes.set_ylim(rows - 0.6, -0.85)
    axes.set_axis_off()


def draw_months(axes: Any, months: Iterable[date], first: date, rows: int) -> None:
    """A line and a letter for each month over rows of bars, in days from the first; a year where it begins."""
    for month in months:
        at = (month - first).days
        axes.plot([at, at], [rows - 0.6, -0.62], color=PALE, linewidth=0.8, zorder=0)
        middle = at + ((month + timedelta(days=32)).replace(day=1) - month).days / 2
        axes.text(middle, -0.72, f"{month:%b}"[:1], ha="center", va="bottom", **SMALL)
        if month.month == 1 or month == first:
            axes.text(at, -1.08, f"{month:%Y}", ha="left", va="bottom", **{**SMALL, "fontweight": "bold"})


def draw_today(axes: Any, at: int, rows: int) -> None:
    """A mark on each row, which leaves the letters between them alone."""
    for place in range(rows):
        axes.plot([at, at], [place - 0.26, place + 0.26], color=INK, linewidth=1.6, zorder=3)
    axes.text(at, rows - 0.68, "today", ha="center", va="top", **SMALL)


def short(name: str) -> str:
    """A name that fits over a bar."""
    return name if len(name) <= LONGEST_LABEL else f"{name[: LONGEST_LABEL - 1]}…"


def svg(figure: Any) -> bytes:
    """A figure as a file: the same figure gives the same bytes."""
    import matplotlib

    drawn = BytesIO()
    with _drawing, matplotlib.rc_context({"svg.fonttype": "path", "svg.hashsalt": "trust-exchange"}):
        figure.savefig(drawn, format="svg", metadata={"Date": None, "Creator": None}, transparent=True)
    styled = STYLE.sub(_as_attributes, SHEET.sub("", drawn.getvalue().decode()))
    return _small(styled).encode()


def _small(drawing: str) -> str:
    """The same drawing in three fifths of its bytes: letters placed in few words, nothing indented."""
    placed = LETTER.sub(_placed, drawing).replace('id="DejaVuSans-', 'id="l-')
    return re.sub(r"\n\s+", "\n", placed)


def _placed(letter: re.Match[str]) -> str:
    """A letter of a line of them, by how far along it stands, to a tenth of the thousandths that fonts count in."""
    along = f' x="{float(letter[2]):.1f}"' if letter[2] else ""
    return f'<use xlink:href="#l-{letter[1]}"{along}/>'


def _as_attributes(style: re.Match[str]) -> str:
    """A style as attributes of its own, which the content-security-policy lets pass where a style would not."""
    parts = [part.split(":", 1) for part in style[1].split(";") if ":" in part]
    return "".join(f' {name.strip()}="{value.strip()}"' for name, value in parts)
