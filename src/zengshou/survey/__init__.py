"""Floor 2. Household bookkeeping, labour force and wage surveys. Never reaches records or casework (统计法)."""
