"""Terms and pay as the database keeps them: plain words and numbers, and back."""

from typing import Any, TypeVar

from pydantic import TypeAdapter

Frozen = TypeVar("Frozen")
_adapters: dict[type[Any], TypeAdapter[Any]] = {}


def freeze(thing: Any) -> dict[str, Any]:
    """A value of this domain as JSON holds it."""
    made: dict[str, Any] = _adapter(type(thing)).dump_python(thing, mode="json")
    return made


def thaw(kind: type[Frozen], data: dict[str, Any]) -> Frozen:
    """The value that was frozen. Raises pydantic's ValidationError for what is not one."""
    made: Frozen = _adapter(kind).validate_python(data)
    return made


def _adapter(kind: type[Any]) -> TypeAdapter[Any]:
    if kind not in _adapters:
        _adapters[kind] = TypeAdapter(kind)
    return _adapters[kind]
