"""What the worker runs for joint rounds."""
