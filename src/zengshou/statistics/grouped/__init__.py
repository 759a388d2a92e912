"""Grouped tables: what the means of a few income groups can say of inequality, always within bounds."""
