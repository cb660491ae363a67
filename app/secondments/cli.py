"""Matches from a terminal."""

import json
from typing import Any

import click

from app.kernel.clock import london_date
from app.secondments.queries.matches import matches_of
from app.secondments.values.matches import MatchValue
from app.web.clock import now
from app.web.command_line import Commands

commands = Commands("secondments", help="Opportunities and people who are available.")


@commands.command("matches")
@click.argument("listing")
@click.option("--json", "as_json", is_flag=True, help="As JSON, for a program to read.")
def matches(listing: str, as_json: bool) -> None:
    """What answers an open advert, best first, and why. LISTING is its reference, like LST-7F3K2.

    Of somebody who is available it says neither who that is nor which trust employs them.
    """
    reference = listing.strip().upper()
    found = matches_of(reference, london_date(now()))
    if as_json:
        click.echo(json.dumps({"listing": reference, "matches": [_match(each) for each in found]}, indent=2))
        return
    click.echo("\n".join(map(_line, found)) if found else f"Nothing answers {reference}.")


def _match(each: MatchValue) -> dict[str, Any]:
    return {
        "reference": each.advert.reference,
        "title": each.advert.listing.title,
        "score": each.score,
        "fits": [reason.text for reason in each.reasons if reason.fits],
        "differs": [reason.text for reason in each.reasons if not reason.fits],
    }


def _line(each: MatchValue) -> str:
    differs = "; ".join(reason.text for reason in each.reasons if not reason.fits) or "as you asked"
    return f"{each.score:3}  {each.advert.reference}  {each.advert.listing.title}: {differs}"
