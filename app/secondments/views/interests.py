"""The list of a trust's interests, the page of one, and its profile."""

from functools import partial

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.kernel.clock import london_date
from app.secondments.actions.interests import look_at_profile
from app.secondments.forms.interests import InterestFilterForm
from app.secondments.queries.interests import adverts_asked_about, count_interests, get_interest, list_interests
from app.secondments.queries.interests_shown import show_one, shown_to
from app.secondments.queries.secondees import secondees_by_id
from app.secondments.queries.secondments import find_by_interest
from app.secondments.rules.interests import BOUND, moves_of
from app.secondments.values import Consenter, InterestFilter, InterestSort, Stage
from app.secondments.values.interests_shown import InterestShown
from app.secondments.views import bp
from app.secondments.views.interests_words import history_of, progress_of, whose_turn
from app.trusts.values import Permission
from app.web.access import actor, needs
from app.web.clock import now
from app.web.downloads import Cell, csv_download, sheet_download
from app.web.pagination import Page, page_number, skip_of, sort_order
from app.web.private import kept_private

PAGE_SIZE = 20
HEADINGS = ("Reference", "Side", "About", "Other trust", "Stage", "Waits for", "Expressed", "Last step")


@bp.get("/interests", endpoint="list_interests")
@needs(Permission.POST_SECONDMENTS)
def show_interests() -> ResponseReturnValue:
    """Every interest of the trust, as a home employer and as a host."""
    trust = actor().trust
    form = InterestFilterForm(adverts_asked_about(trust))
    key, down = sort_order([each.value for each in InterestSort], first="-made")
    ask = partial(list_interests, trust, form.narrowed, sort=InterestSort(key), descending=down)
    if request.args.get("format") in ("csv", "xlsx"):
        return _export(shown_to(trust, ask(most=None)))
    number = page_number()
    found = shown_to(trust, ask(skip=skip_of(number, PAGE_SIZE), most=PAGE_SIZE))
    return render_template(
        "secondments/list_interests.html",
        form=form,
        page=Page(found, number, PAGE_SIZE, count_interests(trust, form.narrowed)),
        is_narrowed=form.narrowed != InterestFilter(),
        sort=f"-{key}" if down else key,
        turn=whose_turn,
    )


@bp.get("/interests/<reference>", endpoint="show_interest")
@needs(Permission.POST_SECONDMENTS)
def interest_page(reference: str) -> ResponseReturnValue:
    """How far it has come, what is awaited from whom, and what this side may do."""
    shown = show_one(actor().trust, get_interest(actor().trust, reference))
    interest = shown.interest
    secondee = secondees_by_id([interest.secondee_id])[interest.secondee_id]
    begun = find_by_interest(interest.id)
    is_bound = begun is not None and begun.state in BOUND
    return kept_private(
        render_template(
            "secondments/show_interest.html",
            shown=shown,
            interest=interest,
            turn=whose_turn(shown),
            moves=[] if is_bound else _offered(shown),
            is_bound=is_bound,
            consents={each.value: interest.has_consent(each) for each in Consenter},
            may_read=not secondee.is_erased and (shown.is_home or interest.is_named),
            is_erased=secondee.is_erased,
            secondment=begun,
            history=history_of(shown, actor()),
            progress=progress_of(interest),
        )
    )


@bp.get("/interests/<reference>/profile")
@needs(Permission.POST_SECONDMENTS)
def show_profile(reference: str) -> ResponseReturnValue:
    """Who it is and what they have done; each look is on record."""
    secondee = look_at_profile(reference=reference, actor=actor(), at=now())
    shown = show_one(actor().trust, get_interest(actor().trust, reference))
    return kept_private(render_template("secondments/show_profile.html", secondee=secondee, shown=shown))


def _offered(shown: InterestShown) -> list[Stage]:
    """The moves that have a button: a home employer withdraws its consent, or says not this time."""
    moves = moves_of(shown.interest, shown.party)
    return [each for each in moves if not (shown.is_home and each is Stage.WITHDRAWN)]


def _export(found: list[InterestShown]) -> ResponseReturnValue:
    download = csv_download if request.args.get("format") == "csv" else sheet_download
    return download("interests", HEADINGS, [_row(each) for each in found])


def _row(shown: InterestShown) -> list[Cell]:
    interest = shown.interest
    return [
        interest.reference,
        shown.party.label,
        shown.title,
        shown.other_name,
        interest.stage.label,
        whose_turn(shown),
        london_date(interest.made_at),
        london_date(interest.moves[-1].moved_at) if interest.moves else None,
    ]
