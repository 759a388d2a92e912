"""Verbs of supervision: the task ledger, lamps, slips, scores, bulletins, the ledger's workbook."""
