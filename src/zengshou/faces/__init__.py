"""Floor 7. The only rooms that meet people and settings."""
