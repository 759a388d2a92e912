"""The steps from one version's register to the next; each goes forth and back."""
