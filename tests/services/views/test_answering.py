"""Accepting, declining and withdrawing, and the page of the agreement."""

from app.kernel.database import transaction
from app.trusts.values import Role
from tests.listings.makers import make_member, make_trust
from tests.police import TOKEN, PoliceClient
from tests.services.makers import World, make_agreement, make_service, place
from tests.services.views.sent import SignIn, order


def test_the_provider_accepts_and_both_see_the_agreement(
    provider: PoliceClient, buyer: PoliceClient, world: World
) -> None:
    reference = order(world, years=2)
    with_accept = provider.get(f"/orders/{reference}").text
    assert "Westbrook Schools Trust waits for your answer" in with_accept
    assert "Accept this order?" in provider.get(f"/orders/{reference}/accept").text
    agreed = provider.submit(f"/orders/{reference}/accept")
    assert agreed.status_code == 303, agreed.text
    for browser in (provider, buyer):
        page = browser.get(agreed.location).text
        for text in ("Northgate Learning Trust", "Westbrook Schools Trust", "3 January 2029", "CHG-", "3 months"):
            assert text in page, text
    assert provider.get(f"/orders/{reference}/accept").status_code == 302
    token = TOKEN.search(with_accept)
    late = provider.post(f"/orders/{reference}/accept", data={"csrf_token": token[1] if token else ""})
    assert late.status_code == 422
    assert "already agreed" in late.text


def test_declining_and_withdrawing_need_a_reason(provider: PoliceClient, buyer: PoliceClient, world: World) -> None:
    for browser, deed in ((provider, "decline"), (buyer, "withdraw")):
        reference = order(world)
        for reason in ("", "   ", "r" * 1001):
            page = browser.submit(f"/orders/{reference}/{deed}", reason=reason)
            assert page.status_code == 422
            assert 'id="reason-error"' in page.text
        assert browser.submit(f"/orders/{reference}/{deed}", reason="Fully <b>booked</b>").status_code == 303
        assert "Fully &lt;b&gt;booked&lt;/b&gt;" in buyer.get(f"/orders/{reference}").text
        assert browser.submit(f"/orders/{reference}/{deed}", reason="Again").status_code == 422


def test_another_trusts_order_and_agreement_are_not_there(world: World, signed_in: SignIn) -> None:
    with transaction():
        agreement = make_agreement(world)
        make_member(make_trust(), Role.BUYER, Role.PROVIDER, email="stranger@other.example")
        hidden = place(world, make_service(world.provider), years=3)
    reference = order(world)
    stranger = signed_in("stranger@other.example")
    for page in ("", "/accept", "/decline", "/withdraw"):
        assert stranger.get(f"/orders/{reference}{page}").status_code == 404
    assert stranger.get(f"/agreements/{agreement}").status_code == 404
    provider = signed_in("provider@northgate.example")
    assert provider.get(f"/orders/{hidden}").status_code == 404


def test_each_side_gets_only_its_own_deeds(provider: PoliceClient, buyer: PoliceClient, world: World) -> None:
    reference = order(world)
    assert buyer.get(f"/orders/{reference}/accept").status_code == 403
    assert provider.get(f"/orders/{reference}/withdraw").status_code == 403
    assert "Withdraw this order" in buyer.get(f"/orders/{reference}").text
    assert "Withdraw this order" not in provider.get(f"/orders/{reference}").text
