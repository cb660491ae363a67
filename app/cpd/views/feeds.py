"""A trust's calendar at a secret address, the page on which it is made, and the feed of new courses."""

from datetime import timedelta

from flask import Response, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.cpd import actions, feeds, queries
from app.cpd.views import bp
from app.kernel.errors import NotFound
from app.trusts import queries as trusts
from app.trusts.values import Permission
from app.web.access import acting, actor, public
from app.web.clock import now

KEPT_BACK = timedelta(days=90)
MOST_COURSES = 50
CALENDAR_SECONDS, FEED_SECONDS = 900, 900


@bp.route("/courses/calendar-feed", methods=["GET", "POST"])
@acting
def calendar_feed() -> ResponseReturnValue:
    """The secret address of the trust's calendar of courses: made, renewed or removed by buttons."""
    who = actor()
    if not (who.may(Permission.BOOK_CPD) or who.may(Permission.POST_CPD)):
        raise NotFound("this person neither books nor gives courses")
    if request.method == "POST" and "remove" in request.form:
        actions.remove_feed(actor=who, at=now())
        flash("Removed. The old address shows nothing any more.")
        return redirect(url_for("cpd.calendar_feed"), 303)
    if request.method == "POST":
        actions.make_feed(actor=who, at=now())
        flash("The calendar has a new address")
        return redirect(url_for("cpd.calendar_feed"), 303)
    feed = queries.find_feed(who.trust)
    address = f"{_site()}{url_for('cpd.trust_calendar', secret=feed.secret)}" if feed else ""
    return render_template("cpd/calendar_feed.html", feed=feed, address=address)


@bp.get("/calendars/<secret>.ics")
@public
def trust_calendar(secret: str) -> ResponseReturnValue:
    """What a trust gives and has booked, for a calendar program: no delegate's name, and no link to join."""
    feed = queries.find_feed_by_secret(secret)
    if feed is None:
        raise NotFound("no calendar at this address")
    at = now()
    sessions = queries.sessions_of_trust(feed.trust_id, at - KEPT_BACK)
    names = trusts.names({feed.trust_id, *(each.run.provider_id for each in sessions)})
    written = feeds.trust_calendar(sessions, names, feed.trust_id, at)
    response = Response(written, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = "inline; filename=courses.ics"
    return _kept(response, f"private, max-age={CALENDAR_SECONDS}")


@bp.get("/courses/feed.atom")
@public
def new_courses() -> ResponseReturnValue:
    """The courses published last that can still be booked, for feed readers."""
    found = queries.new_courses(MOST_COURSES, now())
    names = trusts.names(course.provider_id for course, _ in found)
    written = feeds.atom_of_courses(found, names, _site(), now())
    return _kept(
        Response(written, content_type="application/atom+xml; charset=utf-8"), f"public, max-age={FEED_SECONDS}"
    )


def _kept(response: Response, how: str) -> Response:
    """An answer that a reader may keep for a while, and then asks for again only if it has changed."""
    response.headers["Cache-Control"] = how
    response.add_etag()
    response.make_conditional(request)
    return response


def _site() -> str:
    address: str = current_app.extensions["settings"].address
    return address
