"""Verbs of the release gate and of exchange files."""
