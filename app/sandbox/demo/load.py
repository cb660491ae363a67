"""Loads the demo: made through the actions themselves, with times handed in, and paid through the sandbox."""

from datetime import UTC, datetime

from flask import current_app
from tqdm import tqdm

from app.kernel import database
from app.sandbox.demo import catalogue, onboarding, people_load, trade
from app.sandbox.demo.bank import Bank
from app.sandbox.demo.content import content
from app.sandbox.demo.stage import Stage
from app.sandbox.forgetting import HALF_LOADED
from app.search import actions as search
from app.trusts import queries as trusts


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
    search.rebuild()
    with tqdm(total=5 + len(content().orders), desc="Loading the demo", unit="step", ascii=True) as progress:
        for step in (people_load.load_register, people_load.load_people, people_load.load_finance):
            step(stage)
            progress.update()
        references = catalogue.load_catalogue(stage)
        progress.update()
        onboarding.load_accounts(stage, bank)
        progress.update()
        for _ in trade.load_trade(stage, bank, references):
            progress.update()
        catalogue.close_the_closed(stage, references)
