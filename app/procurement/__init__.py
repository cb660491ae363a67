"""Joint rounds: demand, tiers, thresholds, award, call-off."""

from flask import Flask


def register(app: Flask) -> None:
    """Pin this domain to the app and the boards."""
    from app.procurement import models  # noqa: F401
    from app.procurement.views import bp

    app.register_blueprint(bp)
    _list()


def _list() -> None:
    """Where a procurement lead begins a round and finds the trust's own; the link to rounds, for everybody."""
    from app.listings.boards import KindPages, use_pages
    from app.procurement.values import ROUND
    from app.trusts.values import Permission
    from app.web import navigation

    def show(reference: str) -> str:
        return f"/rounds/{reference}"

    use_pages(KindPages(ROUND, show, "/rounds/new", "Open a joint round", Permission.RUN_PROCUREMENT))
    navigation.add("Joint rounds", "procurement.list_rounds", 18, visible=lambda _: True, within=("/rounds",))
