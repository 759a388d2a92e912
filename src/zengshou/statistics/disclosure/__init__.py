"""The release gate: minimum counts, dominance, rounding and complementary suppression audited by attack."""
