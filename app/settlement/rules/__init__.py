"""What may be paid and cancelled, when to look again, and whether the books agree with Stripe."""
