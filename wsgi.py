"""Makes the app for a web server."""

from app import create_app
from config import SettingsError, read_settings

try:
    settings = read_settings()
    settings.demand("stripe_api_key", "stripe_webhook_secret", "smtp_url")
    app = create_app(settings)
except SettingsError as error:
    raise SystemExit(error.message) from None
