"""What may stand in an address."""

from typing import Any

from flask import Flask
from werkzeug.routing import IntegerConverter, Map

LARGEST = 2**31 - 1


class RowNumber(IntegerConverter):
    """`<int:…>` in a route is the number of a row: one that no table can hold is no page, on either database."""

    def __init__(self, map: Map, **options: Any) -> None:
        super().__init__(map, **{"max": LARGEST, **options})


def init_app(app: Flask) -> None:
    """Have every route read numbers so. Comes before any route is added."""
    app.url_map.converters["int"] = RowNumber
