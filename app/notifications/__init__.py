"""Messages waiting, sent, read: in the site and by e-mail."""

from flask import Flask


def register(app: Flask) -> None:
    """Pin this domain to the app and the boards."""
    from app.kernel.boards import jobs as board
    from app.notifications import actions, jobs

    board.add_errand(actions.SEND_MAIL, jobs.PostOffice(app.extensions["settings"]).errand())
    board.add_erasure("notices", jobs.erase_old)
