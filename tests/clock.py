"""A clock that stands still until a test winds it on."""

from datetime import UTC, datetime, timedelta

START = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)


class HandClock:
    """Tells the moment it was set to."""

    def __init__(self, moment: datetime = START) -> None:
        self.moment = moment

    def now(self) -> datetime:
        return self.moment

    def wind_on(self, **span: float) -> datetime:
        """Move on by a span in timedelta's words (days=1, hours=2); returns the new moment."""
        self.moment += timedelta(**span)
        return self.moment
