"""How what trusts owe each other is paid: accounts at Stripe, settlement runs, the float, reconciliation."""

from flask import Flask


def register(app: Flask) -> None:
    """Pin this domain to the app and the boards. Stripe's key is asked for when Stripe is first needed."""
    from app.kernel.boards import jobs as board
    from app.settlement import jobs
    from app.settlement.stripe_gateway import StripeGateway, use_gateway

    settings = app.extensions["settings"]

    def make() -> StripeGateway:
        settings.demand("stripe_api_key", "stripe_webhook_secret")
        return StripeGateway(
            key=settings.stripe_api_key,
            base=settings.stripe_api_base,
            webhook_secret=settings.stripe_webhook_secret,
        )

    use_gateway(make)
    jobs.pin(board)
