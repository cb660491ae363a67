"""Searching from a terminal."""

import json
from dataclasses import replace
from datetime import datetime
from typing import Any

import click
from tqdm import tqdm

from app.kernel import database
from app.kernel.clock import london_date
from app.kernel.postcodes import UnknownPostcode, centre_of, tidy_postcode
from app.search import actions, queries
from app.search.facts import distance_line, places_line
from app.search.grammar import name_words
from app.search.index import IndexBusy, IndexUnready
from app.search.labels import choices_of, code_of, kind_facets, mark_of
from app.search.values import MARK, Facet, Hit, Query, Results, Sort
from app.web.clock import now
from app.web.command_line import Commands

DAY = click.DateTime(["%Y-%m-%d"])
commands = Commands("search", help="Build the search index, and search as the site does.")


@commands.command("rebuild", in_steps=True)
def rebuild() -> None:
    """Build the index of every listing beside the old one, then swap."""
    with tqdm(desc="Indexing", unit=" listings", disable=None) as bar:

        def told(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        try:
            count = actions.rebuild(told=told)
        except IndexBusy as error:
            raise click.ClickException(f"{error}. Try again in a minute.") from error
    click.echo(f"{count:,} listings are in the index.")


@commands.command("find", in_steps=True)
@click.argument("text", default="")
@click.option("--kind", multiple=True, help="Only this kind of listing. Give it again for another.")
@click.option("--category", multiple=True, help="Only this category, by code or name.")
@click.option("--phase", multiple=True, help="Only for this phase, by code or name.")
@click.option("--region", multiple=True, help="Only offered in this region, by letter or name.")
@click.option("--mark", "marks", multiple=True, help="Only with this word of its kind's own, such as format:online.")
@click.option("--from", "from_date", type=DAY, help="Only on this day or later, as 2026-12-03.")
@click.option("--to", "to_date", type=DAY, help="Only on this day or earlier.")
@click.option("--places", type=click.IntRange(1), help="Only with at least so many places left.")
@click.option("--free", is_flag=True, help="Only what is free.")
@click.option("--near", default="", help="Measure how far it is from this postcode.")
@click.option("--miles", type=click.IntRange(1), help="Only within so many miles of the postcode.")
@click.option("--trust", default="", help="Only offered by trusts whose name has words that begin like these.")
@click.option("--sort", type=click.Choice([each.value for each in Sort]), default=Sort.RELEVANCE.value)
@click.option("--page", type=click.IntRange(1, 10_000), default=1)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def find(
    near: str,
    trust: str,
    sort: str,
    marks: tuple[str, ...],
    from_date: datetime | None,
    to_date: datetime | None,
    as_json: bool,
    **asked: Any,
) -> None:
    """Print what the results page would show for TEXT."""
    for facet in Facet:
        asked[facet.value] = tuple(_code(facet, typed) for typed in asked[facet.value])
    query = Query(
        **asked,
        sort=Sort(sort),
        marks=tuple(map(_mark, marks)),
        provider_name=_name(trust),
        from_date=from_date.date() if from_date else None,
        to_date=to_date.date() if to_date else None,
        on=london_date(now()),
    )
    with database.transaction(writing=False):
        try:
            results = queries.find(_measured(query, near))
        except IndexUnready as error:
            raise click.ClickException(f"{error}. Run flask search rebuild.") from error
    click.echo(json.dumps(_plain(results), ensure_ascii=False, indent=2) if as_json else _lines(results))


def _measured(query: Query, near: str) -> Query:
    """The query with the place to measure from."""
    if not near:
        if query.miles or query.sort is Sort.DISTANCE:
            raise click.UsageError("Give a postcode with --near to measure from.")
        return query
    try:
        return replace(query, near=centre_of(near), where=tidy_postcode(near))
    except UnknownPostcode as error:
        raise click.BadParameter(error.message, param_hint="--near") from error


def _name(typed: str) -> str:
    if typed and not name_words(typed):
        raise click.BadParameter("Enter part of a trust's name.", param_hint="--trust")
    return typed


def _mark(typed: str) -> str:
    mark = mark_of(typed)
    if mark is None:
        known = ", ".join(f"{facet.name}{MARK}{code}" for facet in kind_facets() for code, _ in facet.choices)
        raise click.BadParameter(f"{typed!r} is not one of: {known or 'none yet'}", param_hint="--mark")
    return mark


def _code(facet: Facet, typed: str) -> str:
    code = code_of(facet, typed)
    if code is None:
        known = ", ".join(f"{code} ({label})" for code, label in choices_of(facet)) or "none yet"
        raise click.BadParameter(f"{typed!r} is not one of: {known}", param_hint=f"--{facet.value}")
    return code


def _plain(results: Results) -> dict[str, Any]:
    return {"total": results.total, "results": [_plain_hit(hit) for hit in results.hits]}


def _plain_hit(hit: Hit) -> dict[str, Any]:
    return {
        "reference": hit.reference,
        "kind": hit.kind,
        "title": hit.title,
        "provider": hit.provider_name,
        "summary": hit.summary,
        "category": hit.category_path[-1][0] if hit.category_path else "",
        "phases": list(hit.phases),
        "regions": list(hit.regions),
        "price": hit.price_line,
        "price_pence": hit.price_pence,
        "is_free": hit.is_free,
        "marks": list(hit.marks),
        "next_days": [day.isoformat() for day in hit.next_days],
        "places_left": hit.places_left,
        "miles": None if hit.miles is None else round(hit.miles, 1),
        "published_at": hit.published_at.isoformat(),
        "link": hit.link,
    }


def _lines(results: Results) -> str:
    return "\n".join([f"{results.total:,} found", *map(_line, results.hits)])


def _line(hit: Hit) -> str:
    days = [day.isoformat() for day in hit.next_days[:1]]
    said = [hit.price_line, *days, *places_line(hit), *distance_line(hit)]
    return f"{hit.reference}  {hit.title} ({hit.provider_name}) {', '.join(filter(None, said))}".rstrip()
