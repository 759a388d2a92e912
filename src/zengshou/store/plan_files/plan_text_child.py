"""Reads one docx or pdf into lines, in a process of its own under limits, and prints them as JSON.

Run as a module with two arguments, the kind and the file. A refusal is two lines on standard error (what was found,
what to do) and exit code 3; anything else that goes wrong ends this process and not the one that asked.
"""

import json
import sys
from dataclasses import asdict

from zengshou.store.plan_files.plan_text_docx import docx_lines
from zengshou.store.plan_files.plan_text_pdf import pdf_lines
from zengshou.store.plan_files.plan_text_row import Rows, Unreadable
from zengshou.store.sheet_child import REFUSED, limit_process


def lines_of(kind: str, path: str) -> Rows:
    return pdf_lines(path) if kind == "pdf" else docx_lines(path)


def main() -> int:
    kind, path = sys.argv[1:3]
    try:
        limit_process()
        rows = lines_of(kind, path)
    except Unreadable as ground:
        sys.stderr.buffer.write(f"{ground.found}\n{ground.cure}".encode())
        return REFUSED
    lines = [asdict(row) for row in rows.rows]
    sys.stdout.buffer.write(json.dumps({"lines": lines, "notes": rows.notes}, ensure_ascii=False).encode())
    return 0


if __name__ == "__main__":
    sys.exit(main())
