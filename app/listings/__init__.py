"""What every listing shares: publishing, categories, area served, documents."""

from flask import Flask


def register(app: Flask) -> None:
    """Pin this domain to the app and the boards."""
    from app.kernel.boards import news, references
    from app.listings import queries, reactions
    from app.listings.boards import address_of, pages_for
    from app.listings.views import bp
    from app.trusts.values import TrustClosed, TrustRenamed, TrustReopened
    from app.web import navigation

    app.register_blueprint(bp)
    references.add("LST", address_of)
    navigation.add("Your listings", "listings.list_own", 30, visible=lambda actor: bool(pages_for(actor)))
    navigation.add(
        "Flagged listings", "listings.list_flags", 92, visible=lambda actor: bool(actor and actor.is_operator)
    )
    navigation.count("listings.list_flags", lambda _: queries.count_flags(looked=False))
    news.answer(TrustClosed, reactions.drop_closed)
    news.answer(TrustReopened, reactions.find_reopened)
    news.answer(TrustRenamed, reactions.show_renamed)
