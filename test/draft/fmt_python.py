#!/usr/bin/env python3
"""Compare issues before and after `draft fmt` as Python-Markdown shows them.

	fmt_python.py SENNIGHT FOLDER [STEP]

Every STEPth issue of FOLDER is tidied and both texts are rendered: the words,
the links and the headings must be the same, each as often (events are
sorted, so that their order is no matter).  What fmt mends on purpose for this
renderer is taken out of the comparison: bullets and hashes that it showed as
text, and other forms of dates.

Exits with 77, a skip, without Python-Markdown or the folder.
"""

import collections
import html.parser
import os
import re
import subprocess
import sys

try:
    import markdown
except ImportError:
    print("SKIP: this Python has no Python-Markdown")
    sys.exit(77)

BLOCK = re.compile(r"(h[1-6]|p|li|br|t[dhr]|div|pre|[uo]l)$")
LINK = "\x01"  # in the text, where one begins
DATE = r"\d{4}-\d{1,2}-\d{1,2}"


class Page(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.text, self.links, self.headings = [], [], []

    def handle_starttag(self, tag, attrs):
        self.links += [v for k, v in attrs if k in ("href", "src")]
        if BLOCK.match(tag):
            self.text.append(" ")
        if re.match("h[1-6]$", tag):
            self.headings.append(tag)
        if tag == "a":
            self.text.append(LINK)

    def handle_endtag(self, tag):
        if BLOCK.match(tag):
            self.text.append(" ")

    def handle_data(self, data):
        self.text.append(data)


def padded(match):
    return "%04d-%02d-%02d" % tuple(int(n) for n in match.group().split("-"))


def words(text):
    """Without what fmt writes in another way on purpose."""
    text = re.sub(DATE, padded, text)
    text = re.sub(r"(\d{4}-\d\d-)(\d\d)-(\d\d)\b", r"\1\2 \1\3", text)
    text = re.sub(r"\s*\|\s*", " | ", text)
    text = re.sub(rf"\]\s*(?=[\[{LINK}])", "] ", text).replace(LINK, "")
    return [word for word in text.split() if not re.match(r"([-*+]|#+)$", word)]


def rendered(text):
    text = text.replace("\r\n", "\n").lstrip("\ufeff")
    page = Page()
    page.feed(markdown.markdown(text, extensions=["extra", "meta"]))
    page.close()
    return words("".join(page.text)), page.links, page.headings


def differences(before, after):
    """Headings may be more than before: indented ones were text."""
    for name, a, b in zip(("words", "links"), rendered(before),
                          rendered(after)):
        gone = collections.Counter(a) - collections.Counter(b)
        new = collections.Counter(b) - collections.Counter(a)
        if gone or new:
            yield f"{name}: gone {dict(gone)}, new {dict(new)}"
    gone = collections.Counter(rendered(before)[2])
    gone -= collections.Counter(rendered(after)[2])
    if gone:
        yield f"headings: gone {dict(gone)}"


def main():
    sennight, folder = sys.argv[1:3]
    step = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    if not os.path.isdir(folder):
        print("SKIP: there is no folder of real issues")
        sys.exit(77)
    names = sorted(n for n in os.listdir(folder)
                   if n.endswith((".md", ".markdown")))[::step]
    bad = 0
    for name in names:
        with open(os.path.join(folder, name), "rb") as file:
            before = file.read()
        after = subprocess.run([sennight, "draft", "fmt", "-"], input=before,
                               stdout=subprocess.PIPE, check=True).stdout
        for line in differences(before.decode(), after.decode()):
            print(f"{name}: {line}")
            bad += 1
    print(f"{len(names)} issues compared, {bad} differences")
    sys.exit(1 if bad else 0)


main()
