"""Joint rounds: demand, tiers, thresholds, award, call-off."""

from flask import Flask


def register(app: Flask) -> None:
    """Pin this domain to the app and the boards."""
    from app.procurement import models  # noqa: F401
    from app.procurement.views import bp

    app.register_blueprint(bp)
    _list()
    _find()
    _deal(app)
    _call_off()
    _price(app)
    _exempt()
    _move()
    _commit()
    _join()


def _list() -> None:
    """Where a procurement lead begins a round and finds the trust's own; the link to rounds, for everybody."""
    from app.kernel.actor import Actor
    from app.listings import hiding
    from app.listings.boards import KindPages, use_pages
    from app.procurement.queries.rounds_listed import count_invitations, unseen
    from app.procurement.values import ROUND
    from app.trusts.values import Permission
    from app.web import navigation

    def show(reference: str) -> str:
        return f"/rounds/{reference}"

    def runs_and_waits(actor: Actor) -> int:
        return count_invitations(actor.trust) if actor.may(Permission.RUN_PROCUREMENT) else 0

    use_pages(KindPages(ROUND, show, "/rounds/new", "Open a joint round", Permission.RUN_PROCUREMENT))
    hiding.hide(ROUND, unseen)
    navigation.add("Joint rounds", "procurement.list_rounds", 18, visible=lambda _: True, within=("/rounds",))
    navigation.count("procurement.list_rounds", runs_and_waits)


def _find() -> None:
    """Rounds are a kind of listing that is committed to by a day; those by invitation are found by the invited."""
    from app.kernel.boards import Kind, kinds
    from app.listings import queries as listings
    from app.procurement import documents
    from app.procurement.values import ROUND

    kinds.add(
        Kind(
            name=ROUND,
            label="Joint round",
            plural="Joint rounds",
            document=documents.round_document,
            references=lambda: listings.references_of(ROUND),
            price_lines=documents.price_lines,
            facets=documents.FACETS,
            has_days=True,
            documents=documents.round_documents,
            days_label="Last day to commit",
            day_label="Commit by",
        )
    )


def _price(app: Flask) -> None:
    """Prices reached and lost, told of by the worker and from a terminal."""
    from app.kernel.boards import jobs
    from app.procurement.actions.tiers import TIERS_JOB
    from app.procurement.cli import commands
    from app.procurement.jobs import tiers

    jobs.add_handler(TIERS_JOB, tiers.tell_tiers)
    app.cli.add_command(commands)


def _exempt() -> None:
    """Exemptions from the rules above a threshold, and what becomes of asking for one."""
    from app.approvals.values import ApprovalDeclined, ApprovalGranted
    from app.kernel.boards import news, references
    from app.procurement import reactions
    from app.procurement.queries.law import page_of_exemption

    references.add("EXM", page_of_exemption)
    news.answer(ApprovalGranted, reactions.approve_exemption)
    news.answer(ApprovalDeclined, reactions.decline_exemption)


def _deal(app: Flask) -> None:
    """Awarded deals: found until their last day, begun by a procurement lead, closed by date."""
    from app.extensions import db
    from app.kernel.boards import Kind, jobs, kinds
    from app.listings import hiding
    from app.listings.boards import KindPages, use_pages
    from app.procurement import documents_deals as documents
    from app.procurement.jobs import deals as deal_jobs
    from app.procurement.queries.deals import references_of_deals, unseen_deals
    from app.procurement.values import DEAL
    from app.trusts.values import Permission
    from app.web import navigation

    with app.app_context():
        documents.use_clock(db.engine, lambda: app.extensions["clock"].now())
    pages = KindPages(DEAL, documents.address_of, "/deals/new", "List an awarded deal", Permission.RUN_PROCUREMENT)
    use_pages(pages)
    hiding.hide(DEAL, unseen_deals)
    kinds.add(
        Kind(
            name=DEAL,
            label="Awarded deal",
            plural="Awarded deals",
            document=documents.deal_document,
            references=references_of_deals,
            price_lines=documents.price_lines,
            facets=documents.FACETS,
            has_days=True,
            documents=documents.deal_documents,
            days_label="Last day to call off between",
            day_label="Call off by",
        )
    )
    jobs.add_periodic(deal_jobs.CLOSE_PASSED)
    navigation.belong("procurement.list_rounds", "/deals", "/call-offs")
    navigation.belong("listings.list_own", *(f"/deals/*/{deed}" for deed in ("change", "close", "lots", "trusts")))


def _call_off() -> None:
    """Call-offs: their references, what their trust's scheme of delegation says of them, deals that are taken down."""
    from app.approvals.values import ApprovalDeclined, ApprovalGranted
    from app.contracts.boards import sources
    from app.kernel.boards import news, references
    from app.kernel.clock import london_date
    from app.listings.values import ListingTakenDown
    from app.procurement import reactions
    from app.procurement.queries.call_offs import list_bindings

    sources.add("call-offs", lambda at: list_bindings(london_date(at)))
    references.add("COF", lambda reference: f"/call-offs/{reference}")
    news.answer(ApprovalGranted, reactions.allow_call_off)
    news.answer(ApprovalDeclined, reactions.decline_call_off)
    news.answer(ListingTakenDown, reactions.lapse_taken_down)


def _move() -> None:
    """Rounds whose day has come, and those that the operator takes down."""
    from app.kernel.boards import jobs, news
    from app.listings.values import ListingTakenDown
    from app.procurement import reactions
    from app.procurement.jobs import stages

    news.answer(ListingTakenDown, reactions.abandon_taken_down)
    jobs.add_periodic(stages.FOLLOW_DATES)


def _commit() -> None:
    """What trusts are committed to under their own schemes, and approvals that are of no use any more."""
    from app.approvals.values import ApprovalDeclined, ApprovalGranted
    from app.kernel.boards import jobs, news, references
    from app.procurement import reactions
    from app.procurement.actions.commitments import LAPSE_JOB
    from app.procurement.jobs import erasing
    from app.procurement.jobs.commitments import lapse_approval

    references.add("PRT", lambda reference: f"/participations/{reference}")
    news.answer(ApprovalGranted, reactions.allow_commitment)
    news.answer(ApprovalDeclined, reactions.decline_commitment)
    jobs.add_handler(LAPSE_JOB, lapse_approval)
    jobs.add_erasure("procurement.names", erasing.erase_names)


def _join() -> None:
    """Schools that leave their trust while rounds gather, and trusts that close."""
    from app.kernel.boards import jobs, news
    from app.procurement import reactions
    from app.procurement.jobs import joining
    from app.trusts.values import TrustClosed

    news.answer(TrustClosed, reactions.leave_closed)
    jobs.add_periodic(joining.FOLLOW_SCHOOLS)
