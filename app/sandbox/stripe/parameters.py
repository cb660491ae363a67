"""Reading a request: nested forms and JSON, and nothing that is not known."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from enum import Enum
from typing import Union

from app.sandbox.stripe.errors import (
    Document,
    Refusal,
    invalid_parameter,
    missing_parameter,
    unknown_parameter,
)


class Kind(Enum):
    """What a parameter holds."""

    TEXT = "text"
    INTEGER = "integer"
    FLAG = "flag"
    TEXTS = "texts"
    METADATA = "metadata"
    MOMENT = "moment"
    GONE = "gone"


Spec = Mapping[str, Union[Kind, "Spec"]]

NAME = re.compile(r"([^\[\]]+)((?:\[[^\[\]]*\])*)")
PAGE: Spec = {
    "limit": Kind.INTEGER,
    "starting_after": Kind.TEXT,
    "ending_before": Kind.TEXT,
    "expand": Kind.TEXTS,
}


def parse_form(pairs: Iterable[tuple[str, str]]) -> Document:
    """Nested parameters from names such as `a[b][c]`; lists stay keyed by position."""
    tree: Document = {}
    for name, value in pairs:
        match = NAME.fullmatch(name)
        if match is None:
            raise unknown_parameter(name)
        path = [match.group(1), *re.findall(r"\[([^\[\]]*)\]", match.group(2))]
        _plant(tree, path, value, name)
    return tree


def _plant(tree: Document, path: list[str], value: str, name: str) -> None:
    branch = tree
    for step in path[:-1]:
        following = branch.setdefault(step, {})
        if not isinstance(following, dict):
            raise invalid_parameter(name, f"Invalid parameter: {name}")
        branch = following
    leaf = path[-1] or str(len(branch))
    branch[leaf] = value


class Reader:
    """Checks one request against what an operation takes.

    `form` is True for v1, whose values all arrive as text and whose names nest
    with brackets; False for v2, whose values are JSON and whose names have dots.
    """

    def __init__(self, *, form: bool) -> None:
        self.form = form

    def read(self, raw: Document, spec: Spec, path: tuple[str, ...] = ()) -> Document:
        """The typed parameters; raises `Refusal` on the first that will not do."""
        read: Document = {}
        for key, value in raw.items():
            place = (*path, key)
            if key not in spec:
                raise unknown_parameter(self.name(place))
            wanted = spec[key]
            if isinstance(wanted, Kind):
                read[key] = self.value(value, wanted, place)
            else:
                read[key] = self.group(value, wanted, place)
        return read

    def name(self, path: tuple[str, ...]) -> str:
        """How errors name the parameter."""
        if not self.form:
            return ".".join(path)
        return path[0] + "".join(f"[{step}]" for step in path[1:])

    def group(self, value: object, spec: Spec, path: tuple[str, ...]) -> Document:
        """A parameter that holds parameters."""
        if not isinstance(value, dict):
            raise invalid_parameter(self.name(path), "Invalid object")
        return self.read(value, spec, path)

    def value(self, value: object, kind: Kind, path: tuple[str, ...]) -> object:
        """A parameter that holds a value of a kind."""
        name = self.name(path)
        readers = {
            Kind.TEXT: self._text,
            Kind.INTEGER: self._integer,
            Kind.FLAG: self._flag,
            Kind.TEXTS: self._texts,
            Kind.METADATA: self._metadata,
            Kind.MOMENT: self._moment,
            Kind.GONE: _gone,
        }
        return readers[kind](value, name)

    def _text(self, value: object, name: str) -> str:
        if not isinstance(value, str):
            raise invalid_parameter(name, f"Invalid string: {value!r}")
        if value == "":
            raise invalid_parameter(name, f"You passed an empty string for '{name}'.", "parameter_invalid_empty")
        return value

    def _integer(self, value: object, name: str) -> int:
        if self.form and isinstance(value, str) and re.fullmatch(r"-?[0-9]{1,18}", value):
            return int(value)
        if not self.form and isinstance(value, int) and not isinstance(value, bool):
            return value
        raise invalid_parameter(name, f"Invalid integer: {value}", "parameter_invalid_integer")

    def _flag(self, value: object, name: str) -> bool:
        if self.form and value in ("true", "false"):
            return value == "true"
        if not self.form and isinstance(value, bool):
            return value
        raise invalid_parameter(name, f"Invalid boolean: {value}")

    def _texts(self, value: object, name: str) -> list[str]:
        items = list(value.values()) if self.form and isinstance(value, dict) else value
        if not isinstance(items, list):
            raise invalid_parameter(name, "Invalid array")
        return [self._text(item, name) for item in items]

    def _metadata(self, value: object, name: str) -> dict[str, str]:
        if value == "" and self.form:
            return {}
        if not isinstance(value, dict) or len(value) > 50:
            raise invalid_parameter(name, "Metadata holds up to 50 keys, each with a string")
        for key, text in value.items():
            if not isinstance(text, str) or len(key) > 40 or len(text) > 500:
                raise invalid_parameter(
                    f"{name}[{key}]" if self.form else f"{name}.{key}",
                    "Metadata keys may have up to 40 characters, values up to 500",
                )
        return {key: text for key, text in value.items() if text}

    def _moment(self, value: object, name: str) -> dict[str, int]:
        """A moment, or bounds on one, as conditions by their SQL sign."""
        if not isinstance(value, dict):
            return {"=": self._integer(value, name)}
        signs = {"gt": ">", "gte": ">=", "lt": "<", "lte": "<="}
        for key in value:
            if key not in signs:
                raise unknown_parameter(f"{name}[{key}]")
        return {signs[k]: self._integer(v, f"{name}[{k}]") for k, v in value.items()}


def _gone(_value: object, name: str) -> object:
    raise Refusal(
        f"The parameter {name} is no longer supported.",
        code=f"{name}_no_longer_supported",
        param=name,
        began=False,
    )


def require(params: Document, *names: str) -> None:
    """Raise the `parameter_missing` refusal for the first name that was left out."""
    for name in names:
        if name not in params:
            raise missing_parameter(name)
