"""The pure decisions of CPD."""
