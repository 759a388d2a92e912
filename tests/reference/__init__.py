"""A second calculator of a few laws, and the test that both agree."""
