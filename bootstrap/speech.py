"""What the bootstrap says to a person: Chinese first, English where it must stop."""

import sys


class Stop(Exception):
    """Work cannot go on. Carries the sentence for the person: what was found and what to do next."""

    def __init__(self, chinese: str, english: str, code: int = 1) -> None:
        self.code = code
        super().__init__(f"{chinese}\n{english}")


def say(line: str) -> None:
    """One line of progress, at once."""
    print(line, flush=True)


def speak_utf8() -> None:
    """Make Chinese printable whatever the console's code page; a sign it cannot show becomes `?`."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")
