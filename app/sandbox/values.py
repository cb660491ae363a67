"""The words of the sandbox."""

MOST_DAYS = 400
"""The farthest that the demo's calendar is wound on in one go, in days."""
