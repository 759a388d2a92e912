"""Verbs on plans: read, review, correct, forecast, levers and what residents are told."""
