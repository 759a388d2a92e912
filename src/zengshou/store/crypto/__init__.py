"""Keys, envelopes and the choice of algorithms."""
