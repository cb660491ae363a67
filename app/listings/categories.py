"""The two-level tree of what trusts trade. Source: categories.toml beside this file."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from app.listings.values import Category


@cache
def categories() -> Mapping[str, Category]:
    """Every category by code, each parent before its children, in the order of the file."""
    rows = tomllib.loads((Path(__file__).parent / "categories.toml").read_text(encoding="utf-8"))["category"]
    tree: dict[str, Category] = {}
    for row in rows:
        tree[row["code"]] = Category(row["code"], row["name"])
        tree.update({each["code"]: Category(each["code"], each["name"], row["code"]) for each in row["children"]})
    return MappingProxyType(tree)


def leaves() -> list[Category]:
    """The categories that a listing may carry, in order."""
    return [category for category in categories().values() if category.parent is not None]


def is_leaf(code: str) -> bool:
    """Whether a listing may carry this code."""
    category = categories().get(code)
    return category is not None and category.parent is not None


def path_of(code: str) -> list[Category]:
    """A category and those above it, topmost first; empty for a code that is none."""
    category = categories().get(code)
    if category is None:
        return []
    return [*(path_of(category.parent) if category.parent else []), category]


def label_of(code: str) -> str:
    """A category with the one above it: "Finance and payroll: Payroll"."""
    return ": ".join(category.name for category in path_of(code))
