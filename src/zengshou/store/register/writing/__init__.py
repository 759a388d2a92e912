"""How many rows are written and asked for at once, durably and chained."""
