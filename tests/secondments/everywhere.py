"""Looking for words in the whole database: every column of every table there is."""

from collections.abc import Iterable

from sqlalchemy import inspect, text

from app.kernel.database import session


def places_of(words: Iterable[str]) -> list[str]:
    """Where any of some words stands, in whatever case, as table and column: the tables are read from the database."""
    sought = [each.lower() for each in words]
    connection = session().connection()
    found = []
    for table in inspect(connection).get_table_names():
        for row in connection.execute(text(f'SELECT * FROM "{table}"')).mappings():
            found += [f"{table}.{name}" for name, value in row.items() if any(each in _read(value) for each in sought)]
    return sorted(set(found))


def _read(value: object) -> str:
    if isinstance(value, bytes | memoryview):
        return bytes(value).decode("latin-1").lower()
    return str(value).lower()
