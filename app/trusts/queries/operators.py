"""Who runs the site."""

from app.people import queries as people


def list_operators() -> list[int]:
    """The ids of the operators of the site, in a steady order."""
    return people.list_operators()
