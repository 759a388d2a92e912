"""Who may read and who has read: rights, papers, scopes, the gate and its chained log."""
