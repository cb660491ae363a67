"""The class of a CPV code, for those that may have none."""

from app.kernel.cpv import class_of


def class_or_none(cpv: str | None) -> str | None:
    """The four digits that say what is bought in like ways, "0931" of "09310000-5"."""
    return class_of(cpv) if cpv else None
