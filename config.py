"""Settings, read from the environment once.

In a demo's checkout `make setup` writes local.env beside this file: it holds the demo's settings,
so that a bare `flask …` works on the demo's database. The environment overrides it.
"""

from pathlib import Path

import click
from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).parent
STRIPE = "https://api.stripe.com"
DATABASES = ("sqlite:///", "postgresql://", "postgresql+psycopg://")


class SettingsError(click.ClickException):
    """A setting is missing or contradicts another; the message names it and says what to do."""


class Settings(BaseSettings):
    """Every setting of the site. Each is an environment variable of the same name in capitals."""

    model_config = SettingsConfigDict(
        env_file=ROOT / "local.env", extra="ignore", env_ignore_empty=True, str_strip_whitespace=True
    )

    database_url: str = Field(description="SQLAlchemy address of the database: sqlite:///… or postgresql+psycopg://…")
    data_dir: Path = Field(description="folder for the search index, uploads and the job store; kept between releases")
    secret_key: str = Field(min_length=32, description="signs cookies and links; at least 32 random characters")
    port: int = Field(default=8000, ge=1, le=65535, description="where the web server listens")
    demo: bool = Field(default=False, description="1 shows the demo: invented trusts, one-click sign-ins, a sandbox")
    stripe_api_key: str = Field(default="", description="Stripe's secret or restricted key")
    stripe_api_base: str = Field(default=STRIPE, description="Stripe's address; the sandbox's in a demo")
    stripe_webhook_secret: str = Field(default="", description="signs the events that Stripe sends")
    smtp_url: str = Field(default="", description="smtp://user:password@host:port, or smtps://…, for outgoing mail")
    site_address: str = Field(default="", description="public address, at a proxy that ends TLS; for links in mail")

    @property
    def address(self) -> str:
        """The site's public address without a slash at its end."""
        return (self.site_address or f"http://127.0.0.1:{self.port}").rstrip("/")

    def demand(self, *names: str) -> None:
        """Insist on settings that a process cannot do without. Raises SettingsError naming those missing."""
        missing = [name.upper() for name in names if not getattr(self, name)]
        if missing:
            raise SettingsError(_missing(missing))

    def check(self) -> None:
        """Refuse settings that cannot work or would send real money astray. Raises SettingsError."""
        if not self.database_url.startswith(DATABASES):
            raise SettingsError("DATABASE_URL must begin with sqlite:/// or postgresql+psycopg://")
        if self.site_address and not self.site_address.startswith(("https://", "http://")):
            raise SettingsError("SITE_ADDRESS must begin with https://, as https://exchange.example.org does.")
        live = self.stripe_api_key.startswith(("sk_live_", "rk_live_"))
        if live and self.demo:
            raise SettingsError("STRIPE_API_KEY is a live key and DEMO is on. Use a test key in the demo.")
        if live and self.stripe_api_base.rstrip("/") != STRIPE:
            raise SettingsError(
                f"STRIPE_API_KEY is a live key but STRIPE_API_BASE is not {STRIPE}. Remove STRIPE_API_BASE."
            )


def read_settings() -> Settings:
    """The settings of this process. Raises SettingsError naming every one that is missing or wrong."""
    try:
        settings = Settings()  # type: ignore[call-arg]
    except ValidationError as error:
        faults = error.errors()
        missing = [str(fault["loc"][0]).upper() for fault in faults if fault["type"] == "missing"]
        wrong = [f"{str(fault['loc'][0]).upper()}: {fault['msg']}" for fault in faults if fault["type"] != "missing"]
        raise SettingsError("\n".join(([_missing(missing)] if missing else []) + wrong)) from None
    settings.check()
    return settings


def _missing(names: list[str]) -> str:
    fields = {name.upper(): field.description for name, field in Settings.model_fields.items()}
    lines = [f"  {name}: {fields[name]}" for name in names]
    return "Set these in the environment (see README.md):\n" + "\n".join(lines)
