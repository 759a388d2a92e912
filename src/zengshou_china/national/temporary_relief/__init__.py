"""temporary_relief: its articles, and what is and is not modelled, are in README.md."""
