"""Verbs on a city's people: simulate, seek, readings."""
