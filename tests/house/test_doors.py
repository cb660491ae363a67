"""Every route, and who may enter it. A new route belongs in the list: whoever adds it says who may enter."""

from pathlib import Path

from flask import Flask

from app.web import access

LISTED = Path(__file__).parent / "doors.txt"


def doors(app: Flask) -> list[str]:
    lines = set()
    for rule in app.url_map.iter_rules():
        methods = ",".join(sorted((rule.methods or set()) & {"GET", "POST"}))
        lines.add(f"{rule.rule}  {methods}  {access.entry_of(app, rule.endpoint)}")
    return sorted(lines)


def test_every_route_says_who_may_enter_and_the_list_is_kept(app: Flask) -> None:
    assert doors(app) == LISTED.read_text().splitlines()


def test_what_anyone_may_post_is_only_what_someone_not_signed_in_must(app: Flask) -> None:
    posts = {line.split("  ")[0] for line in doors(app) if "POST" in line and line.endswith("  public")}
    assert posts == {
        "/confirm/<token>",
        "/evaluate/<token>",
        "/forgotten-password",
        "/invitations/<token>",
        "/my-place/new-link",
        "/my-secondment/<token>/consent/<reference>",
        "/my-secondment/<token>/notice/<reference>",
        "/my-secondment/<token>/reviews/<reference>/<kind>",
        "/my-secondment/<token>/sign/<reference>",
        "/my-secondment/<token>/sign/<reference>/code",
        "/my-secondment/<token>/withdraw/<reference>",
        "/my-secondment/new-link",
        "/register",
        "/register/<token>",
        "/reset/<token>",
        "/sign-in",
        "/sign/<token>",
        "/sign/<token>/code",
        "/stripe/events",
    }
