"""Floor 5. Files and tables: everything that is read or kept."""
