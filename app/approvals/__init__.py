"""Who in a trust may commit it to what."""

from flask import Flask


def register(app: Flask) -> None:
    """Pin this domain to the app and the boards."""
    from app.approvals import queries
    from app.approvals.views import bp
    from app.kernel.actor import Actor
    from app.kernel.boards import references
    from app.trusts.values import Permission
    from app.web import navigation

    def sees(actor: Actor | None) -> bool:
        wanted = (Permission.APPROVE, Permission.BUY, Permission.MANAGE_SCHEME)
        return actor is not None and any(actor.may(each) for each in wanted)

    def waiting(actor: Actor) -> int:
        return queries.count_awaiting(actor.person_id, actor.trust) if actor.may(Permission.APPROVE) else 0

    app.register_blueprint(bp)
    references.add("APR", lambda reference: f"/approvals/{reference}")
    navigation.add("Approvals", "approvals.list_approvals", 50, visible=sees, within=("/trust/scheme",))
    navigation.count("approvals.list_approvals", waiting)
