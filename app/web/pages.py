"""What every page is made with: the templates, their filters, and what the layout shows."""

from datetime import datetime
from typing import Any

from flask import Flask

from app.web import formats, navigation
from app.web.access import find_actor
from app.web.govuk_templates import SiteEnvironment
from app.web.pagination import address_with
from app.web.static_files import static_file
from app.web.tables import column

SITE_NAME = "Trust Exchange"


def init_app(app: Flask) -> None:
    """Set up the templates. Comes before anything that renders one."""
    app.jinja_environment = SiteEnvironment  # type: ignore[assignment]
    environment = app.jinja_env
    for show in (formats.money, formats.day, formats.moment, formats.markdown):
        environment.filters[show.__name__] = show
    environment.globals.update(static_file=static_file, address_with=address_with, column=column, site_name=SITE_NAME)
    environment.tests["moment"] = lambda value: isinstance(value, datetime)
    app.context_processor(_layout)


def _layout() -> dict[str, Any]:
    """What the layout shows; upper floors fill the rest by context processors of their own, by these names."""
    return {
        "navigation": navigation.links(find_actor()),
        "is_signed_in": find_actor() is not None,
        "person_name": "",
        "acting_for": "",
        "can_switch": False,
        "unread_notices": 0,
        "banner": None,
    }
