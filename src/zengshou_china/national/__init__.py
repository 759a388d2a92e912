"""National law, one folder a law."""
