"""Pages to try the toolkit on: one that shows every part, a form with every field, and pages that fail."""

from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from flask import Flask, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from jinja2 import ChoiceLoader, DictLoader

from app.extensions import limiter
from app.kernel.errors import NotFound, Refused
from app.web import fields, navigation
from app.web.access import needs, operating, public, signed_in
from app.web.pagination import Page, page_number
from tests.web.trial_templates import TEMPLATES

LONDON = ZoneInfo("Europe/London")


class State(StrEnum):
    """States to show as tags."""

    DRAFT = "draft"
    PUBLISHED = "published"
    AWAITING_APPROVAL = "awaiting_approval"
    PAYING = "paying"
    DECLINED = "declined"


class Power(StrEnum):
    """A permission that nobody here has."""

    FLY = "fly"


class TrialForm(fields.Form):
    """A form with every field."""

    title = fields.TextField("Title", needed="Enter a title", most=30, hint="As buyers will see it")
    about = fields.TextAreaField("Description", most=200, counted=True)
    price = fields.MoneyField("Price a year", needed="Enter a price", least=1, most=100_000_00)
    pupils = fields.WholeNumberField("Pupils", least=1, most=5000)
    starts = fields.DateField("Start date", needed="Enter a start date")
    basis = fields.RadioField(
        "How is it priced?",
        choices=[("fixed", "A fixed price"), ("pupil", "Per pupil", "From each school's roll")],
        needed="Choose how it is priced",
    )
    phases = fields.CheckboxesField("Phases", choices=[("p", "Primary"), ("s", "Secondary")], needed="Choose a phase")
    category = fields.SelectField(
        "Category", choices=[(1, "Payroll"), (2, "Catering")], coerce=int, blank="Choose a category"
    )
    bought = fields.CpvField("CPV code", hint="A code, or words that say what is bought")
    email = fields.EmailField("Work email", called="Email")
    password = fields.PasswordField("Password", new=True)
    sheet = fields.FileField("Price list", endings=(".csv", ".xlsx"))
    agreed = fields.CheckboxField("I may publish this for my trust", needed="Say that you may publish this")
    save = fields.SubmitField("Save")


class TrialFilter(fields.FilterForm):
    """A form that filters."""

    phase = fields.RadioField("Phase", choices=[("p", "Primary"), ("s", "Secondary")])


def add_pages(app: Flask) -> None:
    """Add the pages to an app of the web floor."""
    assert app.jinja_env.loader
    app.jinja_env.loader = ChoiceLoader([DictLoader(TEMPLATES), app.jinja_env.loader])
    for rule, view, methods in (
        ("/parts", parts, ["GET"]),
        ("/form", form, ["GET", "POST"]),
        ("/filter", filtered, ["GET"]),
        ("/pages", paged, ["GET"]),
        ("/told", told, ["GET"]),
        ("/mine", mine, ["GET"]),
        ("/forbidden", forbidden, ["GET"]),
        ("/operators", operators, ["GET"]),
        ("/refused", refused, ["GET", "POST"]),
        ("/lost", lost, ["GET"]),
        ("/broken", broken, ["GET"]),
        ("/broken-template", broken_template, ["GET"]),
    ):
        app.add_url_rule(rule, view.__name__, view, methods=methods)
    app.add_url_rule("/limited", "limited", public(limiter.limit("2 per minute")(limited)))
    navigation.add("Find", "parts", 1, visible=lambda _: True)
    navigation.add("Orders", "paged", 2, visible=lambda _: True, within=("/form",))
    navigation.add("Mine", "mine", 3)
    navigation.belong("parts", "/pages/*/change", "/form/3")
    navigation.count("paged", lambda _: 4)


@public
def parts() -> ResponseReturnValue:
    """Every macro of the site."""
    when = datetime(2026, 9, 3, 14, 5, tzinfo=LONDON)
    rows = [["ORD-7F3K2", "Payroll bureau", "3 September 2026", "£1,234.50"]] * 3
    return render_template(
        "trial/parts.html",
        states=list(State),
        when=when,
        today=date(2026, 9, 3),
        rows=rows,
        sort=request.args.get("sort", "-placed"),
        listed=Page(rows, 3, 3, 300),
        filter=TrialFilter(),
    )


@public
def form() -> ResponseReturnValue:
    """Every field of the site."""
    form = TrialForm()
    if form.validate_on_submit():
        if form.title.data == "Taken":
            form.refuse(Refused("You have a listing of that name. Choose another title.", field="title"))
        elif form.title.data == "Closed":
            form.refuse(Refused("Your trust has closed. It cannot publish."))
        else:
            flash("Listing saved")
            return redirect("/told", 303)
    return render_template("trial/form.html", form=form), 422 if form.errors else 200


@public
def filtered() -> ResponseReturnValue:
    """A list with a filter."""
    chosen = TrialFilter().phase.data
    return f"{chosen}"


@public
def paged() -> ResponseReturnValue:
    """A long list."""
    number = page_number()
    page = Page(list(range((number - 1) * 20, min(number * 20, 95))), number, 20, 95)
    return render_template("trial/paged.html", page=page)


@public
def told() -> ResponseReturnValue:
    """Where one lands after saving."""
    return render_template("trial/told.html")


@signed_in
def mine() -> ResponseReturnValue:
    """A page for those who are signed in."""
    return render_template("trial/told.html")


@needs(Power.FLY)
def forbidden() -> ResponseReturnValue:
    """A page that nobody here may see."""
    return render_template("trial/told.html")


@operating
def operators() -> ResponseReturnValue:
    """A page that only the operator may see."""
    return render_template("trial/told.html")


@public
def refused() -> ResponseReturnValue:
    """A refusal that the view did not catch."""
    raise Refused("This order was accepted at 2:05pm. It can no longer be declined.")


@public
def lost() -> ResponseReturnValue:
    """Something that is not this trust's."""
    raise NotFound


@public
def broken() -> ResponseReturnValue:
    """A fault."""
    raise RuntimeError("the wheels came off")


@public
def broken_template() -> ResponseReturnValue:
    """A template that names what is not there."""
    return render_template("trial/misspelt.html")


def limited() -> ResponseReturnValue:
    """A page that may be asked for twice a minute."""
    return render_template("trial/told.html")
