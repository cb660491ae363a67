"""The fields of the index, and a listing as a row of them."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import whoosh.columns
from whoosh.analysis.tokenizers import RegexTokenizer
from whoosh.fields import COLUMN, ID, KEYWORD, STORED, TEXT, Schema

from app.search.values import Category, Document, Facet
from app.search.whoosh_index.analysis import ANALYSER, WORDS_FILE, plain_words

WEIGHTS = {"title": 4.0, "summary": 2.0, "body": 1.0, "about": 1.0}
"""The fields that words are looked for in, and how much each counts."""
NO_PRICE = -1
NOT_COUNTED = -1
BETWEEN = "\t"
SEVERAL = {"points": 2, "days": 1, "only_for": 1}
"""The columns of which a listing has any number of values, and how many numbers each value is."""
PACKED = np.dtype("<i4")


_columns: Any = whoosh.columns


def make_schema() -> Schema:
    """The fields: text, facets as keywords, columns to put in order by, and what a hit shows, stored."""
    return Schema(
        reference=ID(unique=True),
        **{name: TEXT(analyzer=ANALYSER) for name in WEIGHTS},
        **{facet.value: _lines() for facet in Facet},
        category_name=_lines(),
        mark=_lines(),
        word=_lines(),
        order=COLUMN(_columns.VarBytesColumn()),
        price=COLUMN(_columns.NumericColumn("q", default=NO_PRICE)),
        published=COLUMN(_columns.NumericColumn("q", default=0)),
        places=COLUMN(_columns.NumericColumn("q", default=NOT_COUNTED)),
        free=COLUMN(_columns.NumericColumn("q", default=0)),
        provider=COLUMN(_columns.VarBytesColumn()),
        **{name: COLUMN(_columns.VarBytesColumn()) for name in SEVERAL},
        shown=STORED(),
    )


def _lines() -> KEYWORD:
    return KEYWORD(analyzer=RegexTokenizer(r"[^\n]+"))


def version() -> str:
    """Differs whenever what is indexed, or how, differs: an index of another version is built anew."""
    parts = (WORDS_FILE, *(Path(__file__).parent / name for name in ("analysis.py", "schema.py")))
    return hashlib.sha256(b"".join(part.read_bytes() for part in parts)).hexdigest()[:10]


def row_of(document: Document) -> dict[str, Any]:
    """A listing as the index takes it."""
    labels = [label for _, label in document.category_path]
    about = [document.reference, document.provider_name, *labels]
    texts = (document.title, document.summary, document.body, *about)
    return {
        "reference": document.reference,
        "title": document.title,
        "summary": document.summary,
        "body": document.body,
        "about": " \n".join(about),
        "kind": document.kind,
        "category": "\n".join(code for code, _ in document.category_path),
        "category_name": "\n".join(_named(document.category_path)),
        "phase": "\n".join(document.phases),
        "region": "\n".join(document.regions),
        "mark": "\n".join(document.marks),
        "word": "\n".join(sorted(set(plain_words("\n".join(texts))))),
        "order": f"{document.title.casefold()}{BETWEEN}{document.reference}".encode(),
        "price": NO_PRICE if document.price_pence is None else document.price_pence,
        "published": int(document.published_at.timestamp()),
        "places": NOT_COUNTED if document.places_left is None else document.places_left,
        "free": int(document.is_free),
        "provider": f"{document.provider_id}{BETWEEN}{document.provider_name}".encode(),
        "points": _packed(number for point in document.points for number in point),
        "days": _packed(day.toordinal() for day in document.days),
        "only_for": _packed(document.only_for),
        "shown": json.dumps(asdict(document), default=_iso),
    }


def _iso(moment: date) -> str:
    """A day or a moment as JSON can hold it."""
    return moment.isoformat()


def _packed(numbers: Iterable[int]) -> bytes:
    return np.fromiter(numbers, PACKED).tobytes()


def _named(path: tuple[tuple[str, str], ...]) -> list[str]:
    parents = ["", *(code for code, _ in path)]
    return [BETWEEN.join((parent, code, label)) for parent, (code, label) in zip(parents, path, strict=False)]


def document_of(shown: str) -> Document:
    """The listing that a row was made of."""
    held = json.loads(shown)
    held["category_path"] = tuple((code, label) for code, label in held["category_path"])
    held["published_at"] = datetime.fromisoformat(held["published_at"])
    held["points"] = tuple((easting, northing) for easting, northing in held["points"])
    held["days"] = tuple(date.fromisoformat(day) for day in held["days"])
    return Document(**held | {name: tuple(held[name]) for name in ("phases", "regions", "marks", "only_for")})


def category_of(named: str) -> Category:
    """The category that a term of `category_name` names."""
    parent, code, label = named.split(BETWEEN, 2)
    return Category(code=code, label=label, parent=parent)
