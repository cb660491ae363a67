"""What may stand in an address: what no table can hold, on either database, is no page."""

from typing import Any

from flask import Flask
from werkzeug.routing import IntegerConverter, Map, UnicodeConverter, ValidationError

LARGEST = 2**31 - 1


class RowNumber(IntegerConverter):
    """`<int:…>` in a route: the number of a row."""

    def __init__(self, map: Map, **options: Any) -> None:
        super().__init__(map, **{"max": LARGEST, **options})


class Words(UnicodeConverter):
    """`<…>` in a route: a reference, a token; text without the character that PostgreSQL refuses."""

    def to_python(self, value: str) -> str:
        """The text. Raises ValidationError, which makes the address no page."""
        if "\0" in value:
            raise ValidationError
        return value


def init_app(app: Flask) -> None:
    """Have every route read its places so. Comes before any route is added."""
    app.url_map.converters |= {"int": RowNumber, "default": Words, "string": Words}
