"""What the worker runs: calls to Stripe from the outbox, and looking again at what has waited."""

from app.kernel.boards import Jobs, Periodic
from app.settlement import actions
from app.settlement.actions import errands
from app.settlement.jobs import accounts, events, payments, transfers

LOOK_SECONDS = 60
TOP_UP_SECONDS = 300


def pin(board: Jobs) -> None:
    """Pin this domain's work to a board."""
    board.add_errand(errands.OPEN_ACCOUNT, accounts.OPENING)
    board.add_errand(errands.START_PAYMENT, payments.STARTING)
    board.add_errand(errands.CANCEL_PAYMENT, payments.CANCELLING)
    board.add_errand(errands.CHECK_AVAILABLE, transfers.CHECKING)
    board.add_errand(errands.SEND_TRANSFER, transfers.SENDING)
    board.add_errand(errands.READ_EVENT, events.READING)
    board.add_periodic(Periodic("settlement.look_again", LOOK_SECONDS, actions.look_again))
    board.add_periodic(Periodic("settlement.note_top_ups", TOP_UP_SECONDS, actions.note_top_ups))
