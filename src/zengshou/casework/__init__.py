"""Floor 3. One household, decided lawfully."""
