"""What the worker runs for secondments."""
