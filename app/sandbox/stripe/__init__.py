"""A small stand-in for Stripe Connect that the real SDK talks to over HTTP.

It keeps state, enforces what Stripe enforces, sends signed thin events, and has
pages that play the outside world. It knows nothing of the house around it.
"""

from app.sandbox.stripe.server import Sandbox, create_sandbox
from app.sandbox.stripe.settings import Settings

__all__ = ["Sandbox", "Settings", "create_sandbox"]
