"""Reading courses, runs, bookings, registers."""
