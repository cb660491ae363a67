"""Writes the demo's settings file, once: `python -m app.sandbox.prepare`."""

import secrets

from config import ROOT

TEMPLATE = """\
# Settings of the demo, made by `make setup`. The environment overrides them. Delete this file for production.
DEMO=1
PORT={port}
DATABASE_URL=sqlite:///{data}/exchange.db
DATA_DIR={data}
SECRET_KEY={secret}
STRIPE_API_KEY=sk_test_demo
STRIPE_API_BASE=http://127.0.0.1:{stripe}
STRIPE_WEBHOOK_SECRET=whsec_{webhook}
SMTP_URL=smtp://127.0.0.1:{smtp}
"""


def write_settings(port: int = 8000) -> None:
    """Write local.env for a demo at a port, unless it is there already."""
    file = ROOT / "local.env"
    if file.exists():
        return
    file.touch(mode=0o600)
    file.write_text(
        TEMPLATE.format(
            port=port,
            data=ROOT / "var",
            secret=secrets.token_hex(32),
            stripe=port + 1,
            webhook=secrets.token_hex(16),
            smtp=port + 25,
        )
    )
    print("Wrote local.env, the demo's settings.")


if __name__ == "__main__":
    write_settings()
