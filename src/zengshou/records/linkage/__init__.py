"""Which records speak of the same person: compare, block, learn, score, decide, cluster; every merge can be undone."""
