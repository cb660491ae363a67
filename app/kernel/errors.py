"""The two ways in which the house says no; every domain's own refusals descend from them."""


class Refused(Exception):
    """A rule of the trade says no.

    The message is shown to the person as it is, so it says what to do. `field` names the form
    field that the message belongs beside, where there is one.
    """

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class NotFound(Exception):
    """There is no such thing, or it is not this trust's to see. The answer is 404 either way."""
