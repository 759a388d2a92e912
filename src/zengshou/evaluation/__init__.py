"""Floor 4. Was it done, did it work, would it work."""
