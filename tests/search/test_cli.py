"""Searching from a terminal."""

import json

import pytest
from flask import Flask

from app.search import actions
from tests.search.makers import BUDGETS, Shelf, make_document


@pytest.fixture
def stocked(shelf: Shelf) -> Shelf:
    shelf.put(
        make_document("LST-22222", "Payroll bureau", regions=("A",)),
        make_document("LST-33333", "Payroll and budgets", category_path=BUDGETS, phases=("secondary",)),
    )
    return shelf


def test_rebuild_says_how_many_listings_there_are(app: Flask, stocked: Shelf) -> None:
    result = app.test_cli_runner().invoke(args=["search", "rebuild"])
    assert result.exit_code == 0, result.output
    assert "2 listings are in the index." in result.output


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["payroll"], ["LST-22222", "LST-33333"]),
        (["payroll", "--kind", "sample"], ["LST-22222", "LST-33333"]),
        (["payroll", "--region", "B"], ["LST-33333"]),
        (["payroll", "--region", "north west"], ["LST-33333"]),
        (["payroll", "--phase", "Primary", "--region", "A"], ["LST-22222"]),
        (["payroll", "--category", "Budgeting and forecasting"], ["LST-33333"]),
        (["", "--sort", "title"], ["LST-33333", "LST-22222"]),
        (["payroll", "--page", "2"], []),
        (["NOT OR ("], []),
    ],
)
def test_find_prints_what_the_page_would_show(
    app: Flask, stocked: Shelf, options: list[str], expected: list[str]
) -> None:
    actions.rebuild()
    result = app.test_cli_runner().invoke(args=["search", "find", *options, "--json"])
    assert result.exit_code == 0, result.output
    printed = json.loads(result.stdout)
    assert [each["reference"] for each in printed["results"]] == expected
    if expected:
        assert printed["total"] == len(expected)


def test_find_prints_each_result_with_its_provider(app: Flask, stocked: Shelf) -> None:
    actions.rebuild()
    result = app.test_cli_runner().invoke(args=["search", "find", "bureau", "--json"])
    first = json.loads(result.stdout)["results"][0]
    assert {name: first[name] for name in ("reference", "kind", "title", "provider")} == {
        "reference": "LST-22222",
        "kind": "sample",
        "title": "Payroll bureau",
        "provider": "Larchfield Learning Trust",
    }


@pytest.mark.parametrize("option", [["--region", "Wales"], ["--phase", "tertiary"], ["--kind", "raffle"]])
def test_find_names_the_choices_where_there_is_none_such(app: Flask, stocked: Shelf, option: list[str]) -> None:
    result = app.test_cli_runner().invoke(args=["search", "find", "payroll", *option])
    assert result.exit_code == 2
    assert f"{option[1]!r} is not one of:" in result.output


def test_find_says_what_to_do_where_there_is_no_index(app: Flask, stocked: Shelf) -> None:
    (app.extensions["settings"].data_dir / "search" / "current").unlink()
    result = app.test_cli_runner().invoke(args=["search", "find", "payroll"])
    assert result.exit_code == 1
    assert "Run flask search rebuild" in result.output
