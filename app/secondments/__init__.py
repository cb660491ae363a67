"""Secondments: offers and requests, matching, the three-way agreement, checks, recharges."""

from flask import Flask


def register(app: Flask) -> None:
    """Pin this domain to the app and the boards."""
    from app.secondments import models  # noqa: F401
    from app.secondments.views import bp

    app.register_blueprint(bp)
    _charge()


def _charge() -> None:
    """Months that come due, and what is given back."""
    from app.kernel.boards import jobs
    from app.secondments.actions.charging import CREDIT_JOB
    from app.secondments.jobs import charging

    jobs.add_handler(CREDIT_JOB, charging.credit_recharge)
    jobs.add_periodic(charging.CHARGE_DUE)
