"""What is done with adverts, interests, secondments and their recharges."""
