"""Verbs of the door: accounts, sign-in, the installation's folder."""
