"""Who may see what about a person, and on what paper. Denied unless purpose, case, area and fields all hold."""
