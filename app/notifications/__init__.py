"""Messages waiting, sent, read: in the site and by e-mail."""

from flask import Flask


def register(app: Flask) -> None:
    """Pin this domain to the app and the boards."""
    from app.kernel.boards import jobs as board
    from app.notifications import actions, jobs, queries
    from app.notifications.views import bp
    from app.web.access import find_actor

    def unread() -> dict[str, int]:
        who = find_actor()
        return {"unread_notices": queries.count_unread(who.person_id) if who else 0}

    app.register_blueprint(bp)
    app.context_processor(unread)
    board.add_errand(actions.SEND_MAIL, jobs.PostOffice(app.extensions["settings"]).errand())
    board.add_erasure("notices", jobs.erase_old)
