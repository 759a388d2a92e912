"""What statuses are called on pages."""

from zengshou.store.register_words import register_words


def test_a_status_has_its_word_the_place_of_an_insurance_its_code_and_an_unknown_one_is_shown_as_it_is() -> None:
    words = register_words()
    assert words.status("dibao") == "低保"
    assert words.status("insured_in.2102") == "参保地在外地（2102）"
    assert words.status("new_status") == "new_status"
