"""How what trusts owe each other is paid: accounts at Stripe, settlement runs, the float, reconciliation."""

from flask import Flask


def register(app: Flask) -> None:
    """Pin this domain to the app and the boards. Stripe's key is asked for when Stripe is first needed."""
    from app.kernel.boards import jobs as board
    from app.kernel.boards import references
    from app.settlement import cli, jobs, views
    from app.settlement.stripe_gateway import StripeGateway, use_gateway
    from app.web import navigation

    settings = app.extensions["settings"]

    def make() -> StripeGateway:
        settings.demand("stripe_api_key")
        return StripeGateway(
            key=settings.stripe_api_key,
            base=settings.stripe_api_base,
            webhook_secret=settings.stripe_webhook_secret,
        )

    use_gateway(make)
    jobs.pin(board)
    app.register_blueprint(views.bp)
    app.cli.add_command(cli.commands)
    references.add("SET", lambda reference: f"/payments/{reference}")
    navigation.belong("charges.list_charges", "/payments", "/trust/stripe")
    navigation.add("Float", "settlement.show_float", 95, visible=lambda actor: bool(actor and actor.is_operator))
