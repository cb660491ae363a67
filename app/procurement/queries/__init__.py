"""Reading rounds, demand, deals and call-offs."""
