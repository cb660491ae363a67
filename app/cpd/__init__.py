"""CPD: courses, sessions, places, waiting lists, attendance, certificates."""

from flask import Flask


def register(app: Flask) -> None:
    """Pin this domain to the app and the boards."""
    from app.cpd import models  # noqa: F401
    from app.cpd.views import bp

    app.register_blueprint(bp)
    _charge()


def _charge() -> None:
    """Runs that are over, and what is given back."""
    from app.cpd.actions.charging import CREDIT_JOB
    from app.cpd.jobs import charging
    from app.kernel.boards import jobs

    jobs.add_handler(CREDIT_JOB, charging.credit_charge)
    jobs.add_periodic(charging.CHARGE_RUNS)
