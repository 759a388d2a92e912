"""Floor 2. Income and property records: channels, identity, linkage, ledger."""
