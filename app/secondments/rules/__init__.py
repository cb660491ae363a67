"""The pure decisions of secondments."""
