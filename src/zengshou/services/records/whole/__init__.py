"""Verbs on the whole register: cross-source rules and the one-way extract for statistics."""
