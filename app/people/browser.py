"""Who is signed in in a browser: the one place that knows the sign-in cookie."""

from urllib.parse import urlencode

from flask import Flask, redirect, request, session
from flask.typing import ResponseReturnValue
from flask_login import UserMixin, current_user, login_user, logout_user

from app.extensions import login
from app.kernel import database
from app.kernel.actor import Actor
from app.kernel.clock import RealClock
from app.people import actions, queries, rules
from app.people.values import Caller, SessionValue
from app.web import access
from app.web.clock import now

HOME = "/dashboard"


class SignedInPerson(UserMixin):  # type: ignore[misc]
    """The person signed in in this browser; the cookie holds the token of the sign-in, never the person's id."""

    def __init__(self, token: str, held: SessionValue) -> None:
        self.token = token
        self.session_id = held.id
        self.id = self.person_id = held.person.id
        self.name = held.person.name
        self.email = held.person.email
        self.is_operator = held.person.is_operator

    def get_id(self) -> str:
        """What the cookie holds."""
        return self.token


def init_app(app: Flask) -> None:
    """Have Flask-Login ask here, and the header show who is signed in."""
    login.user_loader(_load)
    login.unauthorized_handler(_ask_to_sign_in)
    access.use_actors(app, _actor)
    app.context_processor(lambda: {"person_name": current_user.name if current_user.is_authenticated else ""})


def caller() -> Caller:
    """The browser of this request, at real time."""
    return Caller(request.remote_addr or "", request.user_agent.string, RealClock().now())


def enter(token: str) -> None:
    """Sign this browser in by a sign-in's token. Whatever its cookie held before is gone."""
    held = queries.find_session(token, at=RealClock().now())
    assert held is not None, "a sign-in that was just begun"
    session.clear()
    login_user(SignedInPerson(token, held))


def admit(person_id: int) -> None:
    """Sign a person in in this browser who has proved who they are in some other way than by password."""
    enter(actions.start_session(person_id=person_id, caller=caller(), at=now()))


def leave() -> None:
    """Forget who was signed in in this browser."""
    logout_user()
    session.clear()


def onward(path: str | None) -> str:
    """Where to go after signing in: a path on this site, else the dashboard."""
    return rules.local_path(path) or HOME


def _load(token: str) -> SignedInPerson | None:
    at = RealClock().now()
    held = queries.find_session(token, at=at)
    if held is None:
        return None
    if actions.is_due_to_note(held, at=at):
        with database.transaction():
            actions.note_seen(session_id=held.id, at=at)
    return SignedInPerson(token, held)


def _ask_to_sign_in() -> ResponseReturnValue:
    path = request.full_path.rstrip("?") if request.method == "GET" else ""
    onto = "?" + urlencode({"next": path}) if path and path != "/" else ""
    return redirect("/sign-in" + onto)


def _actor() -> Actor:
    return Actor(current_user.person_id, is_operator=current_user.is_operator)
