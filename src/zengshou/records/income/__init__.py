"""What the register knows of a person's income and property, and what it comes to in each view."""
