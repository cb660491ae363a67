"""The outside world of the demo's past: trusts finish onboarding, and bank transfers arrive."""

import json
from typing import Any
from urllib.request import Request, urlopen


class Bank:
    """The sandbox's Stripe, by its control endpoints."""

    def __init__(self, address: str) -> None:
        self._address = f"{address.rstrip('/')}/sandbox/api"

    def onboard(self, account: str) -> None:
        """A trust fills in the onboarding form."""
        self._post(f"accounts/{account}/onboard")

    def arrive(self, payment: str) -> None:
        """The bank transfer for a payment arrives in full."""
        self._post(f"payments/{payment}/arrive")

    def make_available(self) -> None:
        """What has arrived can be sent on."""
        self._post("balance/available")

    def _post(self, path: str, **body: Any) -> None:
        asked = Request(  # noqa: S310
            f"{self._address}/{path}",
            data=json.dumps(body).encode(),
            headers={"Content-Type": "application/json"},
            method="POST",
        )
        with urlopen(asked, timeout=20) as answer:  # noqa: S310
            answer.read()
