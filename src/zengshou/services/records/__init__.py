"""Verbs of the register: import a batch, put right what was put aside, check that all is as it was put in."""
