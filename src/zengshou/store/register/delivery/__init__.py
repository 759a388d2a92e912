"""A batch from its file to its receipt: states, raw files, rows put aside, recovery, verification."""
