"""Nothing in a built site can be executed but the site's own scripts.

usage: safe.py FOLDER

Reads every file: HTML pages, the HTML inside feeds and JSON, calendars.  Says
what is not UTF-8, has control characters, a script that is not ours, an
attribute on*, or an address of a scheme that runs code.
"""
import html.parser
import json
import os
import re
import sys
import xml.etree.ElementTree

SCRIPTS = {"/site.js", "/search.js"}
DATA_SCRIPTS = {"application/ld+json", "application/json"}
FORBIDDEN = {"iframe", "object", "embed", "base", "frame", "frameset",
             "applet", "foreignobject", "math"}
ADDRESSES = {"href", "src", "action", "formaction", "cite", "poster",
             "srcset", "data", "xlink:href", "background", "longdesc"}
SCHEMES = {"http", "https", "mailto", "webcal", "tel", "irc", "ircs", "xmpp",
           "ftp", "gemini", "gopher", "matrix", "news", "nntp", "sip", "sips",
           "geo", "magnet", "git", "ssh", "svn", "sms", "webcals", "feed"}


class Page(html.parser.HTMLParser):
    def __init__(self, own_scripts):
        super().__init__(convert_charrefs=True)
        self.own_scripts = own_scripts
        self.wrong = []
        self.data = None
        self.first_script = True

    def handle_starttag(self, tag, attrs):
        if tag in FORBIDDEN:
            self.wrong.append(f"<{tag}>")
        attributes = dict(attrs)
        if len(attributes) != len(attrs):
            self.wrong.append(f"<{tag}> has an attribute twice")
        if tag == "script":
            self.script(attributes)
        if tag == "style" and not self.own_scripts:
            self.wrong.append("<style>")
        if tag == "meta" and (attributes.get("http-equiv") or
                              "").lower() == "refresh":
            self.wrong.append("<meta refresh>")
        for name, value in attrs:
            if name.startswith("on"):
                self.wrong.append(f"<{tag} {name}>")
            if name == "style" and not self.own_scripts:
                self.wrong.append(f"<{tag} style>")
            if name == "srcdoc":
                self.wrong.append(f"<{tag} srcdoc>")
            if name in ADDRESSES:
                self.address(tag, value or "")

    def script(self, attributes):
        if not self.own_scripts:
            self.wrong.append("<script>")
        elif attributes.get("type") in DATA_SCRIPTS:
            self.data = ""
        elif "src" not in attributes:
            # The one in the head that sets the colours before all else.
            self.data = None
            if not self.first_script:
                self.wrong.append("a script in the page")
            self.first_script = False
        else:
            path = re.sub(r"^https?://[^/]*", "", attributes["src"])
            if path.split("?")[0] not in SCRIPTS:
                self.wrong.append(f"<script src={attributes['src']}>")

    def handle_data(self, data):
        if self.data is not None:
            self.data += data

    def handle_endtag(self, tag):
        if tag == "script" and self.data is not None:
            try:
                self.wrong += check_json_value(json.loads(self.data))
            except ValueError as error:
                self.wrong.append(f"data script: {error}")
            self.data = None

    def address(self, tag, value):
        # As browsers do: without tabs, line ends and leading controls.
        value = re.sub(r"[\t\r\n]", "", value)
        value = re.sub(r"^[\x00-\x20]+", "", value)
        scheme = re.match(r"([A-Za-z][A-Za-z0-9+.-]*):", value)
        if scheme and scheme.group(1).lower() not in SCHEMES:
            self.wrong.append(f"<{tag}> leads to {value[:60]}")


def check_html(text, own_scripts):
    page = Page(own_scripts)
    page.feed(text)
    page.close()
    return page.wrong


def check_xml(text):
    wrong = []
    for node in xml.etree.ElementTree.fromstring(text.encode()).iter():
        tag = node.tag.split("}")[-1]
        if tag in ("content", "summary", "title", "description", "encoded",
                   "subtitle") and node.text:
            if tag in ("title", "subtitle") and node.get("type") != "html":
                continue
            wrong += check_html(node.text, False)
        for name, value in node.attrib.items():
            if name == "href":
                page = Page(False)
                page.address(tag, value)
                wrong += page.wrong
        if tag in ("link", "guid", "id", "loc") and node.text:
            page = Page(False)
            page.address(tag, node.text)
            wrong += [w for w in page.wrong
                      if not re.search(r"leads to (tag|urn):", w)]
    return wrong


def check_json_value(value, key=""):
    if isinstance(value, dict):
        return [w for k, v in value.items() for w in check_json_value(v, k)]
    if isinstance(value, list):
        return [w for v in value for w in check_json_value(v, key)]
    if not isinstance(value, str):
        return []
    if key.endswith("html"):
        return check_html(value, False)
    if key in ("url", "home_page_url", "feed_url", "external_url", "icon"):
        page = Page(False)
        page.address("json " + key, value)
        return page.wrong
    return []


def check_text(path, text):
    controls = re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", text)
    wrong = [f"control character {controls.group()!r}"] if controls else []
    if path.endswith(".html"):
        return wrong + check_html(text, True)
    if path.endswith(".xml"):
        return wrong + check_xml(text)
    if path.endswith(".json"):
        return wrong + check_json_value(json.loads(text))
    if path.endswith(".ics"):
        text = re.sub("\r\n[ \t]", "", text)
        for value in re.findall("^URL[^:]*:(.*)$", text, re.MULTILINE):
            page = Page(False)
            page.address("URL", value)
            wrong += page.wrong
    return wrong


def main():
    bad = 0
    for folder, _, names in os.walk(sys.argv[1]):
        for name in names:
            path = os.path.join(folder, name)
            if not name.endswith((".html", ".xml", ".json", ".ics", ".txt",
                                  ".css", ".js")):
                continue
            try:
                with open(path, "rb") as file:
                    wrong = check_text(path, file.read().decode("utf-8"))
            except (ValueError, xml.etree.ElementTree.ParseError) as error:
                wrong = [str(error)]
            for what in wrong:
                print(f"{path}: {what}")
                bad = 1
    return bad


sys.exit(main())
