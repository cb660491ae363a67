"""What people are told of contracts."""
