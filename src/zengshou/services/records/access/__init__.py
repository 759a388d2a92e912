"""Verbs of lawful access: open a file, see one's own, rights, papers, audit."""
