"""What the worker runs for CPD."""
