"""The promise of an index, and the Whoosh index that keeps it."""

from flask import Flask


def register(app: Flask) -> None:
    """Pin this domain to the app and the boards."""
    from app.extensions import db
    from app.kernel.boards import jobs
    from app.search import actions
    from app.search import jobs as own_jobs
    from app.search.cli import commands
    from app.search.index import use_index
    from app.search.views import bp
    from app.search.whoosh_index import WhooshIndex
    from app.web import navigation

    with app.app_context():
        use_index(db.engine, WhooshIndex(app.extensions["settings"].data_dir / "search"))
    jobs.add_handler(actions.INDEX_JOB, own_jobs.index_listing)
    jobs.add_periodic(own_jobs.HEAL)
    app.register_blueprint(bp)
    app.cli.add_command(commands)
    navigation.add("Search", "search.find", 10, visible=lambda _: True, within=("/services",))
