"""Floor 2. The city's plan: tasks, offices, targets, paths, lamps."""
