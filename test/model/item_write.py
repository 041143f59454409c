"""Does a list of items mean in Python-Markdown what it was made from?

Reads {"markdown", "titles", "urls"} and renders the list.  Each item must be
one link with that text and address and nothing else.
"""

import json
import sys
import xml.etree.ElementTree as tree

import markdown

data = json.load(sys.stdin)
html = markdown.markdown(data["markdown"], extensions=["extra"])
root = tree.fromstring("<html>%s</html>" % html)
items = root.findall(".//li")
bad = 0
if len(items) != len(data["titles"]):
    print("%d items instead of %d" % (len(items), len(data["titles"])))
    bad += 1
for item, title, url in zip(items, data["titles"], data["urls"]):
    links = item.findall(".//a")
    text = " ".join("".join(item.itertext()).split(None))
    ok = (
        len(links) == 1
        and text == " ".join(title.split(None))
        and links[0].get("href") == url
        and all(x.tag in ("li", "p", "a", "code") for x in item.iter())
    )
    if not ok and bad < 10:
        print("title  %r\ngot    %r\nurl    %r\ngot    %r\n" % (
            title, text, url, links and links[0].get("href")))
    bad += not ok
if bad:
    print("%d wrong" % bad)
sys.exit(bad > 0)
