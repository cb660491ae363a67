"""What the tests of trusts may ask for."""

import pytest
from flask import Flask

from app.trusts.values import Role, TrustValue
from tests.trusts.makers import Member, make_member, make_trust


@pytest.fixture
def trust(app: Flask) -> TrustValue:
    """An open trust in Wexbridge with two primary schools of 210 and 190 pupils."""
    return make_trust(rolls=[210, 190], town="Wexbridge")


@pytest.fixture
def head(trust: TrustValue) -> Member:
    """The administrator of that trust, its only member."""
    return make_member(trust, [Role.ADMINISTRATOR], name="Ada Head")
