"""Traded services: prices, orders, agreements."""

from flask import Flask


def register(app: Flask) -> None:
    """Pin this domain to the app and the boards."""
    from app.services.views import bp

    app.register_blueprint(bp)
    _offer()
    _answer()
    _bind()
    _show()


def _offer() -> None:
    """Services are a kind of listing, and what comes of them has references."""
    from app.kernel.boards import Kind, kinds, references
    from app.listings.boards import KindPages, use_pages
    from app.services import documents, queries

    kinds.add(
        Kind(
            name=queries.KIND,
            label="Service",
            plural="Services",
            document=documents.service_document,
            references=queries.published_references,
            price_lines=queries.price_lines,
            documents=documents.service_documents,
            has_points=True,
        )
    )
    use_pages(KindPages(queries.KIND, lambda reference: f"/services/{reference}", "/services/new", "Add a service"))
    references.add("ORD", lambda reference: f"/orders/{reference}")
    references.add("AGR", lambda reference: f"/agreements/{reference}")


def _answer() -> None:
    """News from approvals, and the work that comes round."""
    from app.approvals.values import ApprovalDeclined, ApprovalGranted
    from app.kernel.boards import jobs as board
    from app.kernel.boards import news
    from app.services import jobs, reactions

    news.answer(ApprovalGranted, reactions.send_approved)
    news.answer(ApprovalDeclined, reactions.stop_declined)
    board.add_handler(jobs.CHARGE_YEAR, jobs.charge_year)
    board.add_periodic(jobs.REMIND_PROVIDERS)
    board.add_periodic(jobs.CHARGE_NEW_YEARS)
    board.add_erasure("services.drafts", jobs.erase_drafts)


def _bind() -> None:
    """What agreements bind their buyers to, for the contract registers."""
    from app.contracts.boards import sources
    from app.kernel.clock import london_date
    from app.services import queries

    sources.add("services", lambda at: queries.list_bindings(london_date(at)))


def _show() -> None:
    """The link to a trust's orders, with how many wait for its answer; writing a service is work on its listings."""
    from app.kernel.actor import Actor
    from app.services import queries
    from app.trusts.values import Permission
    from app.web import navigation

    def sees(actor: Actor | None) -> bool:
        return actor is not None and actor.may(Permission.VIEW_TRUST)

    def waiting(actor: Actor) -> int:
        return queries.count_to_answer(actor.trust) if actor.may(Permission.FULFIL) else 0

    navigation.add("Orders", "services.list_orders", 40, visible=sees, within=("/agreements",))
    navigation.count("services.list_orders", waiting)
    navigation.belong("listings.list_own", "/services/new", "/services/*/change", "/services/*/close")
