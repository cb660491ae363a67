"""Searching from a terminal."""

import json

import pytest
from flask import Flask

from app.search import actions
from tests.search.makers import BUDGETS, MANCHESTER, Shelf, make_document, make_training


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
        (["bureau", "--trust", "larch learning"], ["LST-22222"]),
        (["bureau", "--trust", "arch"], []),
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


@pytest.fixture
def varied(stocked: Shelf, training: Shelf) -> Shelf:
    training.put(
        make_training("LST-55555", "Maths in Leeds"),
        make_training("LST-66666", "Maths in Manchester", points=(MANCHESTER,), is_free=True, marks=("format:online",)),
    )
    actions.rebuild()
    return training


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["--mark", "format:online"], ["LST-66666"]),
        (["--mark", "format:In person"], ["LST-55555"]),
        (["--free"], ["LST-66666"]),
        (["--places", "4", "--sort", "title"], ["LST-55555", "LST-66666"]),
        (["--places", "5"], []),
        (["--from", "2026-12-04"], []),
        (["--from", "2026-12-03", "--to", "2026-12-03", "--sort", "title"], ["LST-55555", "LST-66666"]),
        (["--near", "ls1", "--miles", "7"], ["LST-55555"]),
        (["--near", "m1 1aa", "--sort", "distance", "--kind", "training"], ["LST-66666", "LST-55555"]),
    ],
)
def test_find_narrows_as_the_page_does(app: Flask, varied: Shelf, options: list[str], expected: list[str]) -> None:
    result = app.test_cli_runner().invoke(args=["search", "find", *options, "--json"])
    assert result.exit_code == 0, result.output
    assert [each["reference"] for each in json.loads(result.stdout)["results"]] == expected


def test_find_prints_when_how_far_and_what_is_left(app: Flask, varied: Shelf) -> None:
    asked = ["search", "find", "leeds", "--near", "M1", "--json"]
    first = json.loads(app.test_cli_runner().invoke(args=asked).stdout)["results"][0]
    assert {name: first[name] for name in ("next_days", "places_left", "miles", "is_free", "marks")} == {
        "next_days": ["2026-12-03"],
        "places_left": 4,
        "miles": 35.8,
        "is_free": False,
        "marks": ["format:in_person", "stage:stage_1"],
    }
    line = app.test_cli_runner().invoke(args=asked[:-1]).stdout
    assert "£100 a year, 2026-12-03, 4 places left, 36 miles away" in line


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--near", "ZZ9"], "We do not know the postcode area ZZ9."),
        (["--miles", "5"], "Give a postcode with --near"),
        (["--sort", "distance"], "Give a postcode with --near"),
        (["--mark", "format:hologram"], "format:in_person, format:online"),
        (["--from", "soon"], "soon"),
        (["--places", "0"], "--places"),
        (["--trust", "!"], "Enter part of a trust's name."),
    ],
)
def test_find_says_what_it_cannot_understand(app: Flask, varied: Shelf, options: list[str], message: str) -> None:
    result = app.test_cli_runner().invoke(args=["search", "find", *options])
    assert result.exit_code == 2
    assert message in result.output
