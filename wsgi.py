"""Makes the app for a web server."""

import structlog

from app import create_app
from config import SettingsError, read_settings

log = structlog.get_logger(__name__)

try:
    settings = read_settings()
    settings.demand("stripe_api_key", "stripe_webhook_secret", "smtp_url")
    if not (settings.demo or settings.site_address):
        log.warning("settings.no_site_address", says=f"links in e-mail lead to {settings.address}: set SITE_ADDRESS")
    app = create_app(settings)
except SettingsError as error:
    raise SystemExit(error.message) from None
