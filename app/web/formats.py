"""How amounts, days, moments and typed text are shown: the filters of every template."""

from datetime import date, datetime

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

from app.kernel.clock import LONDON
from app.kernel.money import Money

HEADINGS = {"h1": "h3", "h2": "h3", "h3": "h4", "h4": "h4", "h5": "h4", "h6": "h4"}
TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "a", "h3", "h4", "blockquote"}
_markdown = MarkdownIt("commonmark", {"html": False}).disable(["image", "code", "fence", "backticks", "hr"])


def money(amount: Money | int) -> str:
    """An amount, or whole pence, as £1,234.50."""
    return str(amount if isinstance(amount, Money) else Money(amount))


def day(when: date) -> str:
    """A day, or a moment's day by the clocks of England, as 3 September 2026."""
    if isinstance(when, datetime) and when.tzinfo is not None:
        when = when.astimezone(LONDON)
    return f"{when.day} {when:%B %Y}"


def moment(when: datetime) -> str:
    """A moment as 3 September 2026 at 2:05pm, by the clocks of England. Raises ValueError without a time zone."""
    if when.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    local = when.astimezone(LONDON)
    return f"{day(local)} at {local.hour % 12 or 12}:{local:%M}{'am' if local.hour < 12 else 'pm'}"


def markdown(text: str) -> Markup:
    """A small Markdown (paragraphs, emphasis, lists, links, small headings) as safe HTML; the rest stays text."""
    tokens = _markdown.parse(text)
    for token in tokens:
        token.tag = HEADINGS.get(token.tag, token.tag)
    html = _markdown.renderer.render(tokens, _markdown.options, {})
    clean = nh3.clean(html, tags=TAGS, attributes={"a": {"href"}}, url_schemes={"http", "https", "mailto"})
    return Markup(clean)  # noqa: S704
