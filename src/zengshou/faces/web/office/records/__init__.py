"""Office pages of the register: channels, quarantine, links, persons, access, one's own records."""
