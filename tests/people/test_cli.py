"""A new site's first people come from a terminal."""

import re

from flask import Flask

from app.kernel.database import transaction
from app.people import actions, queries
from tests.clock import HandClock
from tests.people.makers import PASSWORD, make_person

EMAIL = "operator@exchange.example"


def run(app: Flask, *words: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=["people", *words])
    return result.exit_code, result.output


def test_a_person_added_chooses_a_password_by_the_link_that_is_printed(app: Flask) -> None:
    code, said = run(app, "add", EMAIL, "--name", "Olwen Price")
    found = re.search(r"http://localhost/reset/(\S+)", said)
    assert code == 0
    assert found, said
    with transaction():
        person_id = actions.set_password(token=found[1], password=PASSWORD, at=HandClock().now())
        person = queries.get_person(person_id)
        assert (person.name, person.email, person.is_confirmed) == ("Olwen Price", EMAIL, True)


def test_someone_is_made_operator(app: Flask) -> None:
    person = make_person(email=EMAIL)
    assert run(app, "make-operator", EMAIL) == (0, f"{EMAIL} is an operator of the site.\n")
    with transaction():
        assert queries.get_person(person.id).is_operator
        assert queries.list_operators() == [person.id]


def test_what_cannot_be_done_is_said_and_exits_1(app: Flask) -> None:
    make_person(email=EMAIL)
    for words, said in (
        (("make-operator", "nobody@exchange.example"), "No account has the address nobody@exchange.example"),
        (("add", EMAIL, "--name", "Olwen Price"), "has an account already"),
        (("add", "no address", "--name", "Olwen Price"), "correct format"),
    ):
        code, output = run(app, *words)
        assert code == 1
        assert said in output
