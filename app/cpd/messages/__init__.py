"""What CPD tells people."""
