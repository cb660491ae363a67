"""What comes round for the register."""
