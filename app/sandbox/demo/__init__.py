"""The demo: eight invented trusts, their people, their catalogue and their trade."""
