"""What each city sets: plan, offices, parameters, published figures."""
