"""What may be typed about rounds and deals."""
