"""The steps from one version's tables to the next; each goes forth and back."""
