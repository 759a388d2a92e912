"""Which references are one person: links, their reviews, their undoing."""
