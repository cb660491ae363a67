"""The page that shows every mail."""

from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask, Response, abort, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.http import dump_options_header

from app.sandbox.mailbox.post import Attached, Mail, PostRoom

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

    @app.get("/mail/<int:number>/attached/<int:place>")
    def save_attached(number: int, place: int) -> ResponseReturnValue:
        mail = room.find_mail(number) or abort(404)
        if not 1 <= place <= len(mail.attached):
            abort(404)
        return _to_save(mail.attached[place - 1])

    @app.get("/mail.json")
    def list_mail_json() -> ResponseReturnValue:
        return jsonify([_as_json(mail) for mail in room.list_mail(to=request.args.get("to", ""))])

    @app.after_request
    def guard(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = POLICY
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response

    return app


def _to_save(attached: Attached) -> Response:
    """A file to save, never to open here: a calendar is called one, and everything else is only bytes."""
    kind = "text/calendar; charset=utf-8" if attached.is_calendar else "application/octet-stream"
    name = "".join(c for c in attached.name if c.isprintable() and c not in '/\\"') or "attachment"
    response = Response(attached.content, content_type=kind)
    response.headers["Content-Disposition"] = dump_options_header("attachment", {"filename": name})
    return response


def _as_json(mail: Mail) -> dict[str, Any]:
    attached = [
        {"name": each.name, "media_type": each.media_type, "text": each.content.decode(errors="replace")}
        for each in mail.attached
    ]
    return {"to": mail.to, "subject": mail.subject, "text": mail.text, "attached": attached}
