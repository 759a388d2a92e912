"""What each province sets."""
