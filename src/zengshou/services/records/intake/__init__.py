"""Verbs on deliveries: take in, look at, put right, send again."""
