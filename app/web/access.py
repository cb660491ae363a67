"""Who may enter a page. Every route states it; create_app refuses a route that does not.

`public` is anyone; `signed_in` anyone with an account; `acting` anyone who acts for a trust;
`needs(permission)` those whose roles in that trust allow it; `operating` the operator of the site.
Whether the thing on the page may be seen or changed just now is a rule's question, not this one's.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from flask import Flask, abort, current_app, g, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.kernel.actor import Actor

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True)
class Entry:
    """Who may enter: a word, and the permission where it is `needs`."""

    word: str
    permission: StrEnum | None = None

    def __str__(self) -> str:
        return f"needs {self.permission.value}" if self.permission else self.word


def _state(entry: Entry) -> Callable[[View], View]:
    def mark(view: View) -> View:
        view.entry = entry  # type: ignore[attr-defined]
        return view

    return mark


def public(view: View) -> View:
    """Anyone may enter."""
    return _state(Entry("public"))(view)


def signed_in(view: View) -> View:
    """Anyone with an account may enter."""
    return _state(Entry("signed in"))(view)


def acting(view: View) -> View:
    """Anyone who acts for a trust may enter."""
    return _state(Entry("acting for a trust"))(view)


def operating(view: View) -> View:
    """Only the operator of the site may enter."""
    return _state(Entry("operator"))(view)


def needs(permission: StrEnum) -> Callable[[View], View]:
    """Only those whose roles in the trust they act for allow this may enter."""
    return _state(Entry("needs", permission))


def entry_of(app: Flask, endpoint: str) -> Entry | None:
    """Who may enter an endpoint, or None where its view does not say."""
    view = app.view_functions[endpoint]
    return Entry("public") if endpoint == "static" else getattr(view, "entry", None)


def unstated(app: Flask) -> list[str]:
    """The endpoints that do not state who may enter; create_app refuses to start with any."""
    return sorted(endpoint for endpoint in app.view_functions if entry_of(app, endpoint) is None)


def actor() -> Actor:
    """The actor of this request. Raises LookupError for someone who is not signed in."""
    who: Actor | None = g.get("actor")
    if who is None:
        raise LookupError("nobody is signed in")
    return who


def find_actor() -> Actor | None:
    """The actor of this request, or None for someone who is not signed in."""
    who: Actor | None = g.get("actor")
    return who


def init_app(app: Flask) -> None:
    """Ask at the door of every request. `trusts` says who the actor is, through `use_actors`."""

    @app.before_request
    def _ask() -> ResponseReturnValue | None:
        g.actor = None
        if request.endpoint == "static":
            return None
        g.actor = current_app.extensions["actors"]() if current_user.is_authenticated else None
        if request.endpoint is None:
            return None
        entry = entry_of(current_app, request.endpoint)
        return _admit(entry, g.actor)


def use_actors(app: Flask, source: Callable[[], Actor]) -> None:
    """Have `source` say who is acting in a request by someone signed in."""
    app.extensions["actors"] = source


def _admit(entry: Entry | None, who: Actor | None) -> ResponseReturnValue | None:
    if entry is None:
        abort(403)
    if entry.word == "public":
        return None
    if who is None:
        answer: ResponseReturnValue = current_app.login_manager.unauthorized()  # type: ignore[attr-defined]
        return answer
    if entry.word == "operator" and not who.is_operator:
        abort(404)
    if entry.word in ("acting for a trust", "needs") and who.trust_id is None:
        abort(403)
    if entry.permission is not None and not who.may(entry.permission):
        abort(403)
    return None
