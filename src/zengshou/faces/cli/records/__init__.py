"""`zs records` and `zs audit`."""
