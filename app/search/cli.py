"""Searching from a terminal."""

import json
from typing import Any

import click
from tqdm import tqdm

from app.kernel import database
from app.search import actions, queries
from app.search.index import IndexBusy, IndexUnready
from app.search.labels import choices_of, code_of
from app.search.values import Facet, Hit, Query, Results, Sort
from app.web.command_line import Commands

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
@click.option("--sort", type=click.Choice([each.value for each in Sort]), default=Sort.RELEVANCE.value)
@click.option("--page", type=click.IntRange(1, 10_000), default=1)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def find(text: str, sort: str, page: int, as_json: bool, **chosen: tuple[str, ...]) -> None:
    """Print what the results page would show for TEXT."""
    choices: Any = {name: tuple(_code(Facet(name), each) for each in typed) for name, typed in chosen.items()}
    with database.transaction(writing=False):
        try:
            results = queries.find(Query(text=text, sort=Sort(sort), page=page, **choices))
        except IndexUnready as error:
            raise click.ClickException(f"{error}. Run flask search rebuild.") from error
    click.echo(json.dumps(_plain(results), ensure_ascii=False, indent=2) if as_json else _lines(results))


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
        "published_at": hit.published_at.isoformat(),
        "link": hit.link,
    }


def _lines(results: Results) -> str:
    found = [f"{hit.reference}  {hit.title} ({hit.provider_name}) {hit.price_line}".rstrip() for hit in results.hits]
    return "\n".join([f"{results.total:,} found", *found])
