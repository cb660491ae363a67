"""The fields of the index, and a listing as a row of them."""

import hashlib
import json
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

import whoosh.columns
from whoosh.analysis.tokenizers import RegexTokenizer
from whoosh.fields import COLUMN, ID, KEYWORD, STORED, TEXT, Schema

from app.search.values import Category, Document, Facet
from app.search.whoosh_index.analysis import ANALYSER, WORDS_FILE, plain_words

WEIGHTS = {"title": 4.0, "summary": 2.0, "body": 1.0, "about": 1.0}
"""The fields that words are looked for in, and how much each counts."""
NO_PRICE = -1
BETWEEN = "\t"


_columns: Any = whoosh.columns


def make_schema() -> Schema:
    """The fields: text, facets as keywords, columns to put in order by, and what a hit shows, stored."""
    return Schema(
        reference=ID(unique=True),
        **{name: TEXT(analyzer=ANALYSER) for name in WEIGHTS},
        **{facet.value: _lines() for facet in Facet},
        category_name=_lines(),
        word=_lines(),
        order=COLUMN(_columns.VarBytesColumn()),
        price=COLUMN(_columns.NumericColumn("q", default=NO_PRICE)),
        published=COLUMN(_columns.NumericColumn("q", default=0)),
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
        "word": "\n".join(sorted(set(plain_words("\n".join(texts))))),
        "order": f"{document.title.casefold()}{BETWEEN}{document.reference}".encode(),
        "price": NO_PRICE if document.price_pence is None else document.price_pence,
        "published": int(document.published_at.timestamp()),
        "shown": json.dumps(asdict(document), default=datetime.isoformat),
    }


def _named(path: tuple[tuple[str, str], ...]) -> list[str]:
    parents = ["", *(code for code, _ in path)]
    return [BETWEEN.join((parent, code, label)) for parent, (code, label) in zip(parents, path, strict=False)]


def document_of(shown: str) -> Document:
    """The listing that a row was made of."""
    held = json.loads(shown)
    held["category_path"] = tuple((code, label) for code, label in held["category_path"])
    held["published_at"] = datetime.fromisoformat(held["published_at"])
    return Document(**held | {name: tuple(held[name]) for name in ("phases", "regions")})


def category_of(named: str) -> Category:
    """The category that a term of `category_name` names."""
    parent, code, label = named.split(BETWEEN, 2)
    return Category(code=code, label=label, parent=parent)
