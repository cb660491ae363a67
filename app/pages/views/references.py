"""Finds the page of a public reference."""

from flask import redirect
from flask.typing import ResponseReturnValue

from app.kernel.boards import references
from app.kernel.errors import NotFound
from app.pages.views import bp
from app.web.access import public


@bp.get("/r/<reference>")
@public
def follow_reference(reference: str) -> ResponseReturnValue:
    """Lead on to the page of a reference; that page asks who is there."""
    address = references.address(reference)
    if address is None:
        raise NotFound(reference)
    return redirect(address)
