"""Reviews by the two trusts: giving one's own, and reading the others' after that."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.kernel.clock import london_date
from app.kernel.errors import NotFound, Refused
from app.secondments.actions import reviews as actions
from app.secondments.forms.along import ReviewForm
from app.secondments.queries.along import reviews_of
from app.secondments.queries.secondments import get_secondment
from app.secondments.rules import reviews as rules
from app.secondments.values import Party, ReviewKind
from app.secondments.views import bp
from app.trusts import queries as trusts
from app.trusts.values import Permission
from app.web.access import actor, needs
from app.web.clock import now
from app.web.private import kept_private


@bp.get("/secondments/<reference>/reviews")
@needs(Permission.POST_SECONDMENTS)
def show_reviews(reference: str) -> ResponseReturnValue:
    """Who gave which review, and what they say once one has given one's own."""
    held = get_secondment(actor().trust, reference)
    given, party = reviews_of([held.id])[held.id], held.party_of(actor().trust)
    names = trusts.names([held.home_id, held.host_id])
    today, start, last = london_date(now()), held.start_date, held.last_date
    page = render_template(
        "secondments/reviews.html",
        held=held,
        kinds=list(ReviewKind),
        parties=list(Party),
        opens={kind: rules.opens_on(kind, start, last) for kind in ReviewKind} if start and last else {},
        given={(each.kind, each.party): each for each in given},
        readable={(each.kind, each.party): each for each in rules.readable(given, party)},
        may={kind: rules.may_give(held, kind, party, given, today=today) for kind in ReviewKind},
        party=party,
        names={Party.HOME: names[held.home_id], Party.HOST: names[held.host_id], Party.SECONDEE: "The secondee"},
    )
    return kept_private(page)


@bp.route("/secondments/<reference>/reviews/<kind>", methods=["GET", "POST"])
@needs(Permission.POST_SECONDMENTS)
def give_review(reference: str, kind: str) -> ResponseReturnValue:
    """Say for one's trust how it goes."""
    held, which = get_secondment(actor().trust, reference), review_kind(kind)
    given, party = reviews_of([held.id])[held.id], held.party_of(actor().trust)
    rules.check_can_review(held, which, party, given, today=london_date(now()))
    form = ReviewForm()
    if form.validate_on_submit():
        try:
            actions.give_review(
                reference=reference,
                kind=which,
                going=form.going.data,
                text=form.text.data,
                actor=actor(),
                at=now(),
            )
            flash("Given. You can read what the others say here.")
            return redirect(url_for("secondments.show_reviews", reference=reference), 303)
        except Refused as refused:
            form.refuse(refused)
    page = render_template("secondments/give_review.html", held=held, form=form, kind=which)
    return kept_private(page, 422 if form.error_list else 200)


def review_kind(word: str) -> ReviewKind:
    """The review that an address names. Raises NotFound."""
    if word not in set(ReviewKind):
        raise NotFound(f"no review {word}")
    return ReviewKind(word)
