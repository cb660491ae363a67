"""The prices of a round: where each lot stands among its tiers, and what joining does."""

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from app.kernel.errors import NotFound
from app.kernel.unit_price import UnitPrice
from app.procurement.forms.prices import quantity_forms
from app.procurement.plots import prices_svg, steps_svg
from app.procurement.queries.rounds import check_may_read, get_round
from app.procurement.queries.tiers import effects_of, own_quantities, standings_of
from app.procurement.rules.demand import MOST_QUANTITY
from app.procurement.rules.tier_words import amount_words, missing_words, quantity_words
from app.procurement.values import LotStanding, LotValue, Reading, RoundValue, Tier, TierBasis
from app.procurement.views import bp
from app.procurement.views.tabs import round_page
from app.web.access import find_actor, public
from app.web.drawings import drawing

NO_TRUST = 0
"""Stands for a visitor, who takes part in nothing: no trust has this id."""


@bp.get("/rounds/<reference>/prices")
@public
def show_prices(reference: str) -> ResponseReturnValue:
    """Today's price of each lot, what is missing to the next, and what a trust's joining does for all."""
    found, trust_id, reading = _readable(reference)
    typed = MultiDict((name, text) for name, text in request.args.items() if name.startswith("lot-"))
    forms, quantities = quantity_forms(found.lots, typed, own_quantities(found, trust_id))
    refused = any(form.quantity.errors for form in forms)
    page = render_template(
        "procurement/show_prices.html",
        **round_page(found, reading),
        standings=standings_of(found),
        forms=forms,
        effects=[] if refused else effects_of(found, trust_id=trust_id, quantities=quantities),
        errors=[error for form in forms for error in form.error_list],
        rows=_rows,
        words=quantity_words,
        amount=amount_words,
        missing=missing_words,
    )
    return page, 422 if refused else 200


@bp.get("/rounds/<reference>/lots/<int:lot_id>/prices.svg")
@public
def plot_prices(reference: str, lot_id: int) -> Response:
    """The price of a lot going down in steps, with where it stands today."""
    found, *_ = _readable(reference)
    standing = next((each for each in standings_of(found) if each.lot.id == lot_id), None)
    if standing is None:
        raise NotFound(f"no lot {lot_id} of {reference}")
    lot = standing.lot
    steps = [(0, lot.guide_price), *((tier.at_least, tier.price) for tier in lot.tiers)]
    marks = ((standing.committed, "committed"), (standing.intended, "intended"))
    return drawing(
        steps_svg(
            tuple((at, _shown(lot, at), price.hundredths, str(price)) for at, price in steps),
            tuple((each.counted, f"{_shown(lot, each.counted)} {word}") for each, word in marks if each.quantity),
        )
    )


@bp.get("/rounds/<reference>/lots/<int:lot_id>/joining.svg")
@public
def plot_joining(reference: str, lot_id: int) -> Response:
    """The price of a unit for a trust alone, for the others without it and for all together."""
    found, trust_id, _ = _readable(reference)
    quantity = min(max(request.args.get("quantity", 0, int), 0), MOST_QUANTITY)
    effect = next(iter(effects_of(found, trust_id=trust_id, quantities={lot_id: quantity})), None)
    if effect is None:
        raise NotFound(f"nothing to draw of lot {lot_id} of {reference}")
    cases: tuple[tuple[str, UnitPrice], ...] = (
        ("Your trust alone", effect.alone.price),
        ("The others without you", effect.before.price),
        ("All together", effect.together.price),
    )
    return drawing(prices_svg(tuple((name, price.hundredths, str(price)) for name, price in cases)))


def _readable(reference: str) -> tuple[RoundValue, int, Reading]:
    """A round that may be read, the trust whose demand is left out of the others', and how it stands to the round."""
    found, who = get_round(reference), find_actor()
    reading = check_may_read(found, who)
    return found, (who.trust_id if who else None) or NO_TRUST, reading


def _rows(each: LotStanding) -> list[tuple[str, UnitPrice, list[str], str]]:
    """The tiers of a lot as a table: from how much on, the price, what stands there today, and a word where nothing
    does."""
    rows: list[tuple[str, UnitPrice, Tier | None]] = [("Guide price", each.lot.guide_price, None)]
    rows += [(f"From {amount_words(each.lot, tier.at_least)}", tier.price, tier) for tier in each.lot.tiers]
    sides = (("Committed", each.committed), ("Intended", each.intended))
    stands = [(name, reached.tier) for name, reached in sides if reached.quantity]
    return [
        (words, price, [name for name, at in stands if at == tier], _passed(each, tier)) for words, price, tier in rows
    ]


def _passed(each: LotStanding, tier: Tier | None) -> str:
    return "Passed" if each.intended.quantity and (tier.at_least if tier else 0) <= each.intended.counted else "Not yet"


def _shown(lot: LotValue, counted: int) -> str:
    """What the plot writes: units, or whole pounds."""
    return f"{counted:,}" if lot.basis is TierBasis.QUANTITY else f"£{counted // 100:,}"
