"""A city's own file of people, with its columns named."""
