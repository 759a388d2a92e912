"""From the text of a file to typed rows, findings by the twenty register rules, and the rows of the ledger."""
