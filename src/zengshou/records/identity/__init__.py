"""Who a record is about: numbers and names, checked and masked. Values and columns only; the vault keeps them."""
