"""What may be typed about secondments."""
