"""Show a list of changes (src/base/changes.h) from standard input.

One line a record: status, path, for renamed files "<" and the old path, and
the old text as Python writes it, or its size if it is long.
"""

import sys

LONG = 40

text = sys.stdin.buffer.read()
at = 0
while at < len(text):
    end = text.index(b"\n", at)
    status, size, names = text[at:end].split(b" ", 2)
    old = text[end + 1:end + 1 + int(size)]
    at = end + 1 + int(size)
    assert len(old) == int(size) and text[at:at + 1] == b"\n"
    at += 1
    names = [repr(n)[2:-1] for n in names.split(b"\t")]
    assert len(names) == (2 if status == b"R" else 1)
    shown = repr(old)[2:-1] if len(old) <= LONG else f"<{len(old)}>"
    print(status.decode(), " < ".join(names), f"'{shown}'")
