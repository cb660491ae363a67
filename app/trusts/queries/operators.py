"""Who runs the site."""


def list_operators() -> list[int]:
    """The ids of the operators of the site, in a steady order."""
    from app.people import queries as people

    return people.list_operators()
