"""One module a page, one template each."""
