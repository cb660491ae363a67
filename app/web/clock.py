"""The time, for views and other edges; everything below is handed it."""

from datetime import datetime

from flask import current_app

from app.kernel.clock import Clock


def clock() -> Clock:
    """The clock that create_app chose."""
    chosen: Clock = current_app.extensions["clock"]
    return chosen


def now() -> datetime:
    """This moment by that clock, in UTC."""
    return clock().now()
