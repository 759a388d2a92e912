"""What agencies send: the model of a feed, its YAML, and the matching of a file's columns to its fields."""
