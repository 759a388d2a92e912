"""Programs that a supervisor can read in full and run alone: they import nothing of this software."""
