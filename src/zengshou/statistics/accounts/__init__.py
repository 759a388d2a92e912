"""Accounts: published figures checked against each other, shares of the product, real growth, reconciliation."""
