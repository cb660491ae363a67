"""What is done with courses, runs, bookings, registers."""
