"""Floor 3. People meet rules: outcomes, budgets, gainers."""
