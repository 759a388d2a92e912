"""One indicator a function: the value and the influence of every row."""
