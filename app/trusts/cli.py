"""The register from a terminal."""

import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import click
from tqdm import tqdm

from app.trusts import actions, queries
from app.trusts.values import RegisterReport, Tally
from app.web.clock import now
from app.web.command_line import Commands

commands = Commands("trusts", help="The register of trusts and schools.")
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
WORDS = {
    "added": "added",
    "changed": "changed",
    "moved": "moved to another trust",
    "closed": "closed",
    "left": "left their trust",
    "unchanged": "unchanged",
}


@commands.command("import-register")
@click.option("--groups", type=FILE, required=True, help="allgroupsdata.csv from Get Information About Schools")
@click.option("--academies", type=FILE, required=True, help="edubasealldata.csv from Get Information About Schools")
def import_register(groups: Path, academies: Path) -> None:
    """Bring the register up to date with two files of Get Information About Schools."""
    report = actions.import_register(groups=groups, academies=academies, at=now(), watch=watch)
    for line in lines_of(report):
        click.echo(line)


@commands.command("count")
@click.option("--json", "as_json", is_flag=True, help="print it as JSON")
def count(as_json: bool) -> None:
    """Count the trusts, open and closed, and the schools that belong to one."""
    counted = queries.count_register()
    if as_json:
        click.echo(json.dumps(counted))
        return
    for name, number in counted.items():
        what = name.replace("_", " ")
        click.echo(
            f"{what}: {number:,}"
            if isinstance(number, int)
            else f"{what}: {number['open']:,} open, {number['closed']:,} closed"
        )


def watch(rows: Sequence[Any], name: str) -> Iterable[Any]:
    """Show how far the reading of a file is: a bar on a terminal, a plain line elsewhere."""
    if sys.stderr.isatty():
        return tqdm(rows, desc=name, unit=" rows")
    click.echo(f"Reading {name}: {len(rows):,} rows", err=True)
    return rows


def lines_of(report: RegisterReport) -> list[str]:
    """What an import did, in lines."""
    first = [] if report.anything else ["Nothing changed: the register already says what these files say."]
    trusts = _lines("Trusts", report.trusts, ("added", "changed", "closed", "unchanged"))
    return [*first, *trusts, *_lines("Schools", report.schools, tuple(WORDS))]


def _lines(what: str, tally: Tally, names: Sequence[str]) -> list[str]:
    lines = [f"{what}: " + ", ".join(f"{getattr(tally, name):,} {WORDS[name]}" for name in names)]
    if tally.omitted:
        lines.append(f"  {tally.omitted:,} in the register but not in the file, and left as they are")
    reasons = sorted(tally.left_out.items(), key=lambda each: (-each[1], each[0]))
    return lines + [f"  {number:,} left out: {reason}" for reason, number in reasons]
