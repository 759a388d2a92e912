"""Pages for those who sign in: the ledger of the supervision office and of the bodies that report."""
