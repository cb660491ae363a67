"""What every floor may use, and which knows nothing of trusts."""
