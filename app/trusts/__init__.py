"""The register of trusts and schools, membership, roles, acting for a trust."""

from flask import Flask


def register(app: Flask) -> None:
    """Pin this domain to the app and the boards."""
    from app.trusts import cli, jobs, queries, views
    from app.trusts.values import Permission
    from app.trusts.views.acting import header, who_acts
    from app.web import access, navigation

    app.register_blueprint(views.bp)
    app.cli.add_command(cli.commands)
    app.context_processor(header)
    access.use_actors(app, who_acts)
    jobs.register()
    navigation.add("Trusts", "trusts.register_search", 20, visible=lambda _: True, within=("/trusts",))
    navigation.add(
        "People", "trusts.list_people", 80, visible=lambda actor: bool(actor and actor.may(Permission.VIEW_TRUST))
    )
    navigation.count(
        "trusts.list_people",
        lambda actor: queries.count_waiting(actor.trust) if actor.may(Permission.MANAGE_TRUST) else 0,
    )
    navigation.add("Requests", "trusts.operator_requests", 90, visible=lambda actor: bool(actor and actor.is_operator))
    navigation.count("trusts.operator_requests", lambda _: queries.count_for_operator())
