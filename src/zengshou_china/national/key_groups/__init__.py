"""key_groups: what each of the seven groups means, and what is and is not counted, are in README.md."""
