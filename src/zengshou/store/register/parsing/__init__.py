"""Reads a delivered file in a limited process of its own."""
