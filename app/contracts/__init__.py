"""The contract register: what each trust is bound to, until when, with what notice."""

from flask import Flask


def register(app: Flask) -> None:
    """Pin this domain to the app and the boards."""
    from app.contracts.views import bp

    app.register_blueprint(bp)
    _navigate()
    _suggest()
    _follow()


def _navigate() -> None:
    """The link to a trust's register, for those who may read it."""
    from app.kernel.actor import Actor
    from app.trusts.values import Permission
    from app.web import navigation

    def sees(actor: Actor | None) -> bool:
        return actor is not None and actor.may(Permission.VIEW_CONTRACTS)

    navigation.add("Contracts", "contracts.list_contracts", 45, visible=sees)


def _suggest() -> None:
    """What others near by are bound to, for a search that finds nothing."""
    from app.contracts.ideas import ideas_about
    from app.search.boards import ideas

    ideas.add(ideas_about)


def _follow() -> None:
    """References, and what comes round."""
    from app.contracts.jobs import gathering, reminders
    from app.kernel.boards import jobs, references

    references.add("CON", lambda reference: f"/contracts/{reference}")
    jobs.add_periodic(gathering.GATHER)
    jobs.add_periodic(reminders.REMIND)
    jobs.add_erasure("contracts.ended", reminders.erase_old)
