"""Tables of statistical yearbooks in the shapes in which offices print them."""
