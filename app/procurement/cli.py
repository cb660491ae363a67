"""Rounds from a terminal."""

import json
from typing import Any

import click

from app.procurement.queries.rounds import get_round
from app.procurement.queries.tiers import standings_of
from app.procurement.rules.tier_words import amount_words, missing_words
from app.procurement.values import LotStanding, Reached
from app.web.command_line import Commands

commands = Commands("procurement", help="Joint rounds and where their prices stand.")


@commands.command("tiers")
@click.argument("reference", metavar="ROUND")
@click.option("--json", "as_json", is_flag=True, help="As JSON, for a program to read.")
def tiers(reference: str, as_json: bool) -> None:
    """Which tier each lot of a round reaches, and what is missing to the next. ROUND is like LST-7F3K2."""
    found = get_round(reference.strip().upper())
    lots = standings_of(found)
    if as_json:
        stage = found.stage.value if found.stage else "draft"
        click.echo(
            json.dumps({"round": found.reference, "stage": stage, "lots": [_lot(each) for each in lots]}, indent=2)
        )
        return
    for each in lots:
        click.echo(f"{each.lot.name}")
        for name, reached in (("Committed", each.committed), ("Intended", each.intended)):
            price = f"{reached.price} each"
            click.echo(
                f"  {name}: {amount_words(each.lot, reached.counted)}, {price}. {missing_words(each.lot, reached)}"
            )
    if not lots:
        click.echo(f"{found.reference} has no lots.")


def _lot(each: LotStanding) -> dict[str, Any]:
    return {
        "lot": each.lot.position,
        "title": each.lot.title,
        "unit": each.lot.unit,
        "per": each.lot.per.value,
        "tiers_by": each.lot.basis.value,
        "guide_price_hundredths": each.lot.guide_price.hundredths,
        "tiers": [{"at_least": tier.at_least, "price_hundredths": tier.price.hundredths} for tier in each.lot.tiers],
        "committed": _reached(each.committed),
        "intended": _reached(each.intended),
    }


def _reached(reached: Reached) -> dict[str, Any]:
    return {
        "quantity": reached.quantity,
        "counted": reached.counted,
        "price_hundredths": reached.price.hundredths,
        "tier_at_least": reached.tier.at_least if reached.tier else None,
        "next_at_least": reached.next.at_least if reached.next else None,
        "missing": reached.missing,
    }
