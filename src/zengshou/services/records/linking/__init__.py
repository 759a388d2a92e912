"""Verbs of linkage: two files, the register, the officer's review."""
