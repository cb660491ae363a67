"""What tests of charges may ask for besides."""

from datetime import datetime

import pytest

from app.charges.values import (
    ChargeAccepted,
    ChargeQueried,
    ChargeSettled,
    InvoiceCredited,
    InvoiceIssued,
    InvoiceSettled,
)
from app.kernel.boards import News, news
from tests.charges.makers import Parties, make_finance_lead, make_parties
from tests.databases import Stage


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """The news that is told, as a floor above hears it; a board of its own, so that no other test hears it."""
    heard: list[object] = []
    board = News()

    def hear(event: object, at: datetime) -> None:
        heard.append(event)

    for event in (ChargeAccepted, ChargeQueried, ChargeSettled, InvoiceIssued, InvoiceCredited, InvoiceSettled):
        board.answer(event, hear)
    monkeypatch.setattr(news, "_reactions", board._reactions)
    return heard


@pytest.fixture
def parties(stage: Stage, at: datetime) -> Parties:
    """Two trusts that trade, and a third, 90009, that has no part in it."""
    return stage.set(_with_a_third, at)


def _with_a_third(at: datetime) -> Parties:
    make_finance_lead("90009", at)
    return make_parties(at)
