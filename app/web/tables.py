"""The columns of a table on a page."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    """A column's heading; with a `key` the heading is a link that sorts by it; `numeric` sets it to the right."""

    text: str
    key: str = ""
    numeric: bool = False


def column(text: str, key: str = "", numeric: bool = False) -> Column:
    """A column, as templates write it."""
    return Column(text, key, numeric)
