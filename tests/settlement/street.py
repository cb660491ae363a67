"""Two trusts whose people sign in, and an invoice between them."""

from dataclasses import dataclass
from datetime import datetime

import pytest
from flask import Flask

from app.kernel.database import transaction
from app.trusts.values import Role
from tests.charges.makers import Parties, line, make_finance_details, make_invoice
from tests.stripe import Stripe
from tests.trusts.makers import Member, make_member, make_trust


@dataclass(frozen=True)
class Street:
    """Two trusts with a finance lead each, and an invoice from one to the other."""

    provider: Member
    buyer: Member
    invoice: str

    @property
    def parties(self) -> Parties:
        return Parties(self.provider.actor, self.buyer.actor)


@pytest.fixture
def street(app: Flask, stripe: Stripe, at: datetime) -> Street:
    provider = make_member(make_trust("Larkmoor Learning Trust"), (Role.FINANCE,))
    buyer = make_member(make_trust("Brackenfield Academies"), (Role.FINANCE,))
    with transaction():
        for member in (provider, buyer):
            make_finance_details(member.actor, at)
        invoice = make_invoice(Parties(provider.actor, buyer.actor), at, line(10_000))
    return Street(provider, buyer, invoice)
