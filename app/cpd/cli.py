"""Places from a terminal."""

import json
from collections.abc import Sequence
from typing import Any

import click

from app.cpd import queries
from app.cpd.values import RunPlaces, SessionPlaces
from app.kernel.clock import LONDON
from app.web.command_line import Commands

commands = Commands("cpd", help="Courses and their places.")
HEADINGS = ("Run", "Session", "Starts", "Capacity", "Booked", "Held", "Offered", "Waiting")


@commands.command("places")
@click.argument("course")
@click.option("--json", "as_json", is_flag=True, help="As JSON, for a program to read.")
def places(course: str, as_json: bool) -> None:
    """How the places of every session of a course stand. COURSE is its reference, like LST-7F3K2."""
    found = queries.get_course(course.strip().upper())
    runs = queries.places_summary(found.listing.id)
    if as_json:
        click.echo(json.dumps({"course": found.reference, "runs": [_run(each) for each in runs]}, indent=2))
        return
    rows = [_row(run, each) for run in runs for each in run.sessions]
    click.echo(_table([HEADINGS, *rows]) if rows else f"{found.reference} has no runs.")


def _run(run: RunPlaces) -> dict[str, Any]:
    return {
        "run": run.run.reference,
        "cancelled": run.run.cancellation is not None,
        "sessions": [_session(each) for each in run.sessions],
    }


def _session(each: SessionPlaces) -> dict[str, Any]:
    return {
        "session": each.session.position,
        "starts_at": each.session.starts_at.isoformat(),
        "capacity": each.session.capacity,
        "booked": each.booked,
        "held": each.held,
        "offered": each.offered,
        "waiting": each.waiting,
    }


def _row(run: RunPlaces, each: SessionPlaces) -> tuple[str, ...]:
    starts = each.session.starts_at.astimezone(LONDON)
    name = f"{run.run.reference}{' (cancelled)' if run.run.cancellation else ''}"
    counts = (each.session.capacity, each.booked, each.held, each.offered, each.waiting)
    return (name, str(each.session.position), f"{starts:%Y-%m-%d %H:%M}", *map(str, counts))


def _table(rows: Sequence[Sequence[str]]) -> str:
    """Columns as wide as their widest cell; numbers to the right."""
    widths = [max(len(row[number]) for row in rows) for number in range(len(HEADINGS))]
    lines = []
    for row in rows:
        words = [cell.ljust(width) for cell, width in zip(row[:3], widths[:3], strict=True)]
        numbers = [cell.rjust(width) for cell, width in zip(row[3:], widths[3:], strict=True)]
        lines.append("  ".join([*words, *numbers]).rstrip())
    return "\n".join(lines)
