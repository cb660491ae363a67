"""What the home page and a trust's own page say of secondments: opportunities to anyone, availabilities to nobody."""

from flask import Flask

from app.kernel.database import transaction
from app.trusts import queries as trusts
from tests.police import PoliceClient
from tests.secondments.makers import PERSON, make_availability, make_opportunity, make_world
from tests.services.views.sent import SignIn


def test_a_trusts_page_shows_its_opportunities_and_never_whom_it_would_lend(
    app: Flask, client: PoliceClient, signed_in: SignIn
) -> None:
    with transaction():
        world = make_world()
        make_opportunity(world)
        make_availability(world)
        host, home = (f"/trusts/{trusts.get_trust(each.trust).uid}" for each in (world.host, world.home))
    page = client.get(host).text
    for words in (
        "Secondment opportunities",
        "SENDCo, two days a week",
        "4 January 2027 to 23 July 2027",
        "Tuesdays and Wednesdays, 0.4 FTE",
        "At cost, salary £45,000 to £52,000",
    ):
        assert words in page, words
    for visitor in (client, signed_in("hr@westbrook.example"), signed_in("hr@northgate.example")):
        page = visitor.get(home).text
        assert "Nothing published" in page
        assert PERSON not in page
    page = client.get("/").text
    assert "1 post for which a trust asks another employer to lend it somebody" in page
    assert "Experienced SENDCo" not in page
