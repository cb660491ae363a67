"""The token of a page, so that what is sent twice is called off once."""

import pytest

from app.procurement.queries.call_offs import find_by_token, get_call_off
from app.procurement.rules.call_offs import CallOffWrong, check_not_sent
from tests.procurement.deals_makers import call_off, make_deal
from tests.procurement.makers import World


def test_a_page_of_one_trust_sent_again_for_another_is_the_others_own_call_off(world: World) -> None:
    deal = make_deal(world)
    first = call_off(deal, world.westbrook, (0, None, 1), token="page")
    second = call_off(deal, world.easton, (0, None, 2), token="page")
    assert first != second
    assert get_call_off(world.easton.trust, second).lines[0].quantity == 2
    assert find_by_token(world.westbrook.trust, "page") == first
    assert find_by_token(world.stranger.trust, "page") is None


def test_a_page_sent_for_two_deals_at_once_names_what_it_called_off() -> None:
    check_not_sent(None)
    with pytest.raises(CallOffWrong, match="COF-2"):
        check_not_sent("COF-2")
