"""How much learning, how full and how much attendance read in words."""

from datetime import date, datetime

from app.cpd.rules.money import BandDays
from app.cpd.values import RunValue

FEW = 5


def hours_text(minutes: int) -> str:
    """Minutes of learning in words: "6 hours", "1 hour 30 minutes"."""
    hours, rest = divmod(minutes, 60)
    parts = [_count(hours, "hour")] if hours else []
    return " ".join(parts + ([_count(rest, "minute")] if rest or not hours else []))


def left_text(left: int) -> str:
    """How many places are left, in words; five or fewer are few."""
    if left <= 0:
        return "Full: join the waiting list"
    return f"{_count(left, 'place')} left" if left > FEW else f"Few left: {_count(left, 'place')}"


def run_left_text(run: RunValue, at: datetime) -> str:
    """How many places are left on a run: of the whole, or of its emptiest session where sessions are booked singly."""
    return left_text(run.left_at(at))


def attendance_text(percent: int, sessions: int) -> str:
    """What a certificate asks of somebody at a course of so many sessions."""
    if sessions == 1 or percent == 100:
        return "For those who come to the session" if sessions == 1 else "For those who come to every session"
    return f"For those who come to at least {percent}% of the sessions"


def band_text(band: BandDays, today: date) -> str:
    """When a cancellation falls into a band, with the days of one run: "Until 3 September 2026"."""
    if band.last < today:
        return f"Until {_day(band.last)} (past)"
    if band.first is None or band.first <= today:
        return f"Until {_day(band.last)}" if band.last > today else "Today"
    return f"On {_day(band.last)}" if band.first == band.last else f"{_day(band.first)} to {_day(band.last)}"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
