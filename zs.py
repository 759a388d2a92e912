#!/usr/bin/env python3
"""python3 zs.py COMMAND: the one thing a machine with Python needs to set zengshou up and run it.

This file stays readable to every Python 3, so that an old one meets a sentence and not a SyntaxError.
The work is in bootstrap/, standard library only.
"""

import sys

OLDEST_PYTHON = (3, 11)


def refuse_old_python(version: "tuple[int, ...]") -> str:
    """The line for a Python that is too old; empty when `version` will do."""
    if tuple(version[:2]) >= OLDEST_PYTHON:
        return ""
    found, wanted = (".".join(str(part) for part in numbers[:2]) for numbers in (version, OLDEST_PYTHON))
    return (
        "需要 Python " + wanted + " 或更新版本,现在是 " + found + ";请改用 python" + wanted + " zs.py / "
        "zengshou needs Python " + wanted + " or newer, this is " + found + "; run it with python" + wanted + " zs.py"
    )


def main() -> int:
    """Refuse an old Python, or hand the arguments to the commands."""
    refusal = refuse_old_python(sys.version_info[:3])
    if refusal:
        sys.stderr.write(refusal + "\n")
        return 2
    # Imported only now: an older Python could not even read these modules.
    from bootstrap.commands import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
