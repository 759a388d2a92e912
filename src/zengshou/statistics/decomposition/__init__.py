"""What inequality is made of, and what taxes and transfers do to it."""
