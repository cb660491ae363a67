"""What the worker runs for places: holds and offers that run out, runs that begin, drafts that are past their time."""

from datetime import datetime

from app.cpd import actions, queries
from app.kernel import outbox
from app.kernel.boards import Payload, Periodic

EVERY_MINUTE = 60
TIDY_RUN = "cpd.tidy_run"


def tidy_runs(at: datetime) -> None:
    """Have every run on which a hold or an offer is over, or which has begun, seen to, each on its own."""
    for run_id in queries.list_runs_to_tidy(at):
        outbox.post(handler=TIDY_RUN, payload={"run": run_id}, key=f"{TIDY_RUN}:{run_id}:{at.isoformat()}", at=at)


def tidy_run(payload: Payload, at: datetime) -> None:
    """The outbox's handler: end what is over on one run, and offer what that frees."""
    run_id = payload["run"]
    actions.lapse_holds(at=at, run_id=run_id)
    actions.lapse_offers(at=at, run_id=run_id)
    actions.begin_runs(at=at, run_id=run_id)


def erase_drafts(at: datetime) -> int:
    """Erase what bookers chose 30 days ago or longer; returns how many."""
    return actions.erase_drafts(at=at)


TIDY_RUNS = Periodic("cpd.tidy_runs", EVERY_MINUTE, tidy_runs, daily=True)
