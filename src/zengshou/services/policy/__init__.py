"""Verbs on the law for one household: case, finder, marginal walk, written calculation."""
