"""What secondments tell people."""
