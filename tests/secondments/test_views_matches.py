"""The page of an advert's matches: for the HR leads of its own trust, with reasons, and nobody named."""

from datetime import date

from flask import Flask

from app.kernel.database import transaction
from app.secondments.actions import interests
from app.secondments.values import Level
from tests.clock import START
from tests.secondments.makers import make_availability, make_opportunity, make_world
from tests.secondments.test_matches import SECRETS
from tests.services.views.sent import SignIn


def test_an_hr_lead_reads_what_fits_and_what_differs_and_begins_from_there(app: Flask, signed_in: SignIn) -> None:
    with transaction():
        world = make_world()
        opportunity, empty = make_opportunity(world), make_opportunity(world, level=Level.EXECUTIVE)
        availability = make_availability(world, start_date=date(2027, 1, 18))
        draft = make_opportunity(world, published=False)
    host, home = signed_in("hr@westbrook.example"), signed_in("hr@northgate.example")
    page = host.get(f"/matches/{opportunity}").text
    for words in (
        "<strong>1</strong> match",
        "Fits",
        "Differs",
        "Starts two weeks later than you asked",
        "Within 25 miles",
        "A trust in the South West",
        "Express interest",
        f"/interests/new?opportunity={opportunity}&amp;availability={availability}",
        f"/availabilities/{availability}",
    ):
        assert words in page, words
    assert not [secret for secret in SECRETS if secret in page]
    assert "See matches (1)" in host.get(f"/opportunities/{opportunity}").text
    assert "See matches (0)" in host.get(f"/opportunities/{empty}").text
    page = home.get(f"/matches/{availability}").text
    for words in ("Westbrook Schools Trust", "14 miles", "Put somebody forward", f"/opportunities/{opportunity}"):
        assert words in page, words
    assert "What finds more" in host.get(f"/matches/{empty}").text
    assert "published" in host.get(f"/matches/{draft}").text
    assert home.get(f"/matches/{opportunity}").status_code == 404
    assert signed_in("hr@easton.example").get(f"/matches/{opportunity}").status_code == 404
    assert signed_in("finance@westbrook.example").get(f"/matches/{opportunity}").status_code == 403
    with transaction():
        asked = interests.express_interest(
            availability=availability, opportunity=opportunity, note="", actor=world.host, at=START
        )
    for who, reference in ((host, opportunity), (home, availability)):
        page = who.get(f"/matches/{reference}").text
        assert f"/interests/{asked}" in page
        assert "/interests/new" not in page
