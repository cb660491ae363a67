"""Loads the demo: made through the actions themselves, with times handed in, and paid through the sandbox."""

from datetime import UTC, datetime

from flask import current_app
from tqdm import tqdm

from app.kernel import database
from app.sandbox.demo import (
    adverts,
    catalogue,
    contracts,
    courses,
    deals,
    interests,
    joining,
    onboarding,
    paying,
    people_load,
    places,
    registers,
    rounds,
    secondments,
    trade,
)
from app.sandbox.demo.bank import Bank
from app.sandbox.demo.content import content
from app.sandbox.demo.courses import Programme
from app.sandbox.demo.stage import Stage
from app.sandbox.demo.timeline import Timeline
from app.sandbox.forgetting import HALF_LOADED
from app.search import actions as search
from app.trusts import queries as trusts

DAYS_PAID_AGO = 3


def is_loaded() -> bool:
    """Whether the demo's trusts are in the register."""
    with database.transaction(writing=False):
        return trusts.find_trust_by_uid(content().finance[0].uid) is not None


def load() -> None:
    """Load everything, saying what is being done. A load that is cut short leaves a mark, and is begun again."""
    settings = current_app.extensions["settings"]
    mark = settings.data_dir / HALF_LOADED
    mark.touch()
    _load(Stage(datetime.now(UTC)), Bank(settings.stripe_api_base))
    mark.unlink()


def _load(stage: Stage, bank: Bank) -> None:
    with tqdm(total=6 + len(content().orders), desc="Loading the demo", unit="step", ascii=True) as progress:
        for step in (people_load.load_register, people_load.load_people, people_load.load_finance):
            step(stage)
            progress.update()
        references = catalogue.load_catalogue(stage)
        progress.update()
        onboarding.load_accounts(stage, bank)
        progress.update()
        programme = plan_courses(stage)
        for _ in trade.load_trade(stage, bank, references, before=programme.timeline.play_until):
            progress.update()
        finish_courses(programme, bank)
        progress.update()
        catalogue.close_the_closed(stage, references)
    search.rebuild()


def plan_courses(stage: Stage) -> Programme:
    """What happens between the orders: courses, secondments, contracts, rounds, deals. So numbers follow dates."""
    programme = Programme(stage, Timeline(stage))
    courses.plan_courses(programme)
    places.plan_bookings(programme)
    registers.plan_ends(programme)
    lending = adverts.plan_adverts(programme)
    interests.plan_interests(lending)
    secondments.plan_secondments(lending)
    contracts.plan_contracts(programme)
    buying = rounds.plan_rounds(programme)
    joining.plan_joining(buying)
    deals.plan_deals(buying)
    return programme


def finish_courses(programme: Programme, bank: Bank) -> None:
    """Play what happened on courses since the last order, and pay what is paid."""
    stage = programme.stage
    programme.timeline.play_until(stage.now)
    paying.pay_invoices(stage, bank, programme.to_pay, stage.days_ago(DAYS_PAID_AGO))
