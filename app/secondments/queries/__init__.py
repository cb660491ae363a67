"""Reading adverts, interests, secondments and their recharges."""
