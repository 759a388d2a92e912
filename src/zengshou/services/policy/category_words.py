"""The words of a table's categories: those of the column by which the table is read."""

from collections.abc import Mapping

from zengshou.policy.lawbook import Lawbook
from zengshou.policy.schedule import Table

CategoryWords = Mapping[str, Mapping[str, str]]  # column -> category -> word


def category_words(book: Lawbook) -> CategoryWords:
    """The words of every category column of a lawbook."""
    return {
        name: dict(zip(column.categories, column.words, strict=True))
        for name, column in book.inputs.items()
        if column.categories
    }


def entries_in_words(table: Table, words: CategoryWords) -> tuple[tuple[str, float], ...]:
    """A table's entries under the words of their categories; an unknown one stands as it is."""
    own = words.get(table.by, {})
    return tuple((own.get(category, category), number) for category, number in table.entries)
