"""What joint rounds tell people."""
