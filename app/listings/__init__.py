"""What every listing shares: publishing, categories, area served."""

from flask import Flask


def register(app: Flask) -> None:
    """Pin this domain to the app and the boards."""
    from app.kernel.boards import references
    from app.listings.boards import address_of
    from app.listings.views import bp
    from app.trusts.values import Permission
    from app.web import navigation

    app.register_blueprint(bp)
    references.add("LST", address_of)
    navigation.add(
        "Your listings", "listings.list_own", 30, visible=lambda actor: bool(actor and actor.may(Permission.PUBLISH))
    )
