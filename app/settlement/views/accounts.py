"""The trust's account at Stripe."""

from flask import current_app, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.kernel.errors import Refused
from app.settlement import actions, queries
from app.settlement.stripe_gateway import GatewayError
from app.settlement.values import AccountState, Capability
from app.settlement.views import bp
from app.trusts.values import Permission
from app.web.access import actor, needs
from app.web.clock import now

REFRESH_SECONDS = 5


@bp.get("/trust/stripe")
@needs(Permission.VIEW_MONEY)
def show_account() -> ResponseReturnValue:
    """How far the trust's account is, as Stripe last told; coming back from Stripe changes nothing by itself."""
    account = queries.find_account(actor().trust)
    came = request.args.get("from", "")
    response = make_response(
        render_template(
            "settlement/show_account.html",
            account=account,
            may_change=actor().may(Permission.MANAGE_FINANCE),
            came=came,
            AccountState=AccountState,
            Capability=Capability,
        )
    )
    is_moving = account is not None and account.state is AccountState.WANTED
    if is_moving or (came == "stripe" and account is not None and not account.can_be_paid):
        response.headers["Refresh"] = str(REFRESH_SECONDS)
    return response


@bp.post("/trust/stripe")
@needs(Permission.MANAGE_FINANCE)
def open_account() -> ResponseReturnValue:
    """Ask for the trust's account."""
    actions.open_account(actor=actor(), at=now())
    return redirect(url_for("settlement.show_account"), 303)


@bp.post("/trust/stripe/continue")
@needs(Permission.MANAGE_FINANCE)
def continue_to_stripe() -> ResponseReturnValue:
    """On to Stripe's own form, by a link for one use."""
    try:
        link = actions.make_account_link(actor=actor(), site=current_app.extensions["settings"].address)
    except Refused as error:
        flash(error.message, "notice")
    except GatewayError:
        flash("Stripe did not answer. Try again in a minute.", "notice")
    else:
        return redirect(link, 303)
    return redirect(url_for("settlement.show_account"), 303)
