"""csource: the C files of the project, as the checking scripts see them."""

import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent

# A comment, a string or a character; the string of an #include too.
NO_CODE = re.compile(
    r"//[^\n]*|/\*.*?\*/|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'", re.S)


def files(*folders):
    """All .c and .h files below the folders, sorted, as paths below ROOT."""
    found = []
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.[ch]")):
            if "node_modules" not in path.parts:
                found.append(path.relative_to(ROOT))
    return found


def read(path):
    return (ROOT / path).read_text(encoding="utf-8")


def code(text):
    """The text with comments and literals as blanks; lines stay lines."""
    return NO_CODE.sub(lambda m: re.sub(r"[^\n]", " ", m.group()), text)


def line_of(text, offset):
    return text.count("\n", 0, offset) + 1


def report(findings):
    """Print (path, line, message) in order and end the process."""
    for path, line, message in sorted(findings):
        print(f"{path}:{line}: {message}")
    sys.exit(1 if findings else 0)
