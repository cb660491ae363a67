"""The Flask toolkit, which knows no domain: pages, fields, access, and the edges where work begins and ends."""

from inspect import iscoroutinefunction

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from app.extensions import bell, csrf, db, limiter, login, migrate
from app.kernel import signing
from app.kernel.clock import RealClock
from app.kernel.database import Base, prepare_engine
from app.web import access, addresses, errors, headers, pages, robots, transactions, uploads, vocabulary, worker
from config import ROOT, Settings


def init_app(app: Flask, settings: Settings) -> None:
    """Everything that every request, command and job stands on."""
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_ENGINES={"default": settings.database_url},
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SECURE=settings.address.startswith("https://"),
        WTF_CSRF_TIME_LIMIT=None,
        RATELIMIT_STORAGE_URI="memory://",
        RATELIMIT_HEADERS_ENABLED=True,
    )
    if settings.site_address:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1)  # type: ignore[method-assign]
    app.extensions["settings"] = settings
    addresses.init_app(app)
    app.extensions["clock"] = RealClock()
    db.init_app(app)
    # No session here is asynchronous, and closing none costs every request an event loop.
    app.teardown_appcontext_funcs = [each for each in app.teardown_appcontext_funcs if not iscoroutinefunction(each)]
    with app.app_context():
        prepare_engine(db.engine)
        signing.use_secret(db.engine, settings.secret_key)
    migrate.init_app(app, Base.metadata, directory=str(ROOT / "migrations"))
    bell.huey = worker.open_job_store(settings)
    pages.init_app(app)
    headers.init_app(app, settings)
    errors.init_app(app)
    transactions.init_app(app)
    uploads.init_app(app)
    csrf.init_app(app)
    limiter.init_app(app)
    login.init_app(app)
    access.init_app(app)
    robots.init_app(app, settings)
    vocabulary.init_app(app)
    app.cli.add_command(worker.run_worker)


def check_doors(app: Flask) -> None:
    """Refuse to start with a route that does not say who may enter. Raises RuntimeError naming them."""
    unstated = access.unstated(app)
    if unstated:
        raise RuntimeError("These routes do not say who may enter: " + ", ".join(unstated))
