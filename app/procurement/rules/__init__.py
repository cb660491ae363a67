"""What joint rounds allow, and their arithmetic."""
