"""Rows of persons as batches state them: adding, and asking for rules that compare."""
