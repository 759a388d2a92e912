"""Verbs on survey tables and accounts: measure, group, weight, compare."""
