"""Floor 1. The nouns that travel: area, period, people, sample, estimate, citation, problem, money."""
