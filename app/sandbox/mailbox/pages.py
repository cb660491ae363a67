"""The page that shows every mail."""

from zoneinfo import ZoneInfo

from flask import Flask, Response, abort, jsonify, render_template, request
from flask.typing import ResponseReturnValue

from app.sandbox.mailbox.post import PostRoom

POLICY = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"


def create_mailbox(room: PostRoom) -> Flask:
    """The mailbox's own small site."""
    app = Flask(__name__, static_url_path="/static")

    @app.template_filter("moment")
    def moment(at: object) -> str:
        return at.astimezone(ZoneInfo("Europe/London")).strftime("%-d %B %Y at %-I:%M%p")  # type: ignore[attr-defined,no-any-return]

    @app.get("/")
    def list_mail() -> ResponseReturnValue:
        to, page = request.args.get("to", "").strip(), max(1, request.args.get("page", 1, type=int))
        found = room.list_mail(to=to, skip=(page - 1) * 50, most=51)
        return render_template("list_mail.html", mail=found[:50], more=len(found) > 50, page=page, to=to)

    @app.get("/mail/<int:number>")
    def show_mail(number: int) -> ResponseReturnValue:
        return render_template("show_mail.html", mail=room.find_mail(number) or abort(404))

    @app.get("/mail.json")
    def list_mail_json() -> ResponseReturnValue:
        return jsonify(
            [
                {"to": mail.to, "subject": mail.subject, "text": mail.text}
                for mail in room.list_mail(to=request.args.get("to", ""))
            ]
        )

    @app.after_request
    def guard(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = POLICY
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response

    return app
