"""collect: the pages that links lead to.

    collect_links.py SENNIGHT

Prints TAP.
"""

import json
import os
import sys
import tempfile

import collecting
import mailing

SENNIGHT = collecting.of_arguments()
report = mailing.Report()
check = report.check

PAGE = """<!doctype html><html lang={language}><title>{title} | Lamps</title>
<meta property=og:site_name content=Lamps><p>{words}"""
TAGS = """tags:
  - {name: video, links: ["127.0.0.1:*/film*"]}
  - {name: audio}
"""
OLD = """Title: Low Tide 1
Number: 1
Date: 2026-01-07
Category: Low Tide

## News

* [Seen](HOST/seen?utm_source=x)
"""


class Site(collecting.Service):
    """A feed, and the pages that it names."""

    names = ("plain", "german", "film", "seen", "missing", "torn", "empty",
             "elsewhere", "copy", "named", "embedded")

    def answer(self, method, path, headers, body):
        name = path.strip("/").split("?")[0]
        self.asked.append(name)
        if name == "feed":
            return 200, {"Content-Type": "application/atom+xml"}, self.feed()
        if name == "missing":
            return 404, {}, b""
        if name == "torn":
            return 200, {"Content-Type": "text/html"}, b"<title>\xff\xfe<"
        if name == "empty":
            return 200, {"Content-Type": "text/html"}, b""
        if name == "copy":
            return 200, {"Content-Type": "text/html"}, (
                b"<title>Copy</title><link rel=canonical href=/seen>")
        if name == "named":
            return 200, {"Content-Type": "text/html"}, (
                b"<title>Feed named \xb7 Somebody's pages</title>"
                b"<link rel=canonical href=/>")
        if name == "embedded":
            return 200, {"Content-Type": "text/html"}, (
                b"<title>Player</title><link rel=alternate "
                b"type=application/json+oembed href=/oembed?u=embedded>")
        if name == "oembed":
            return 200, {"Content-Type": "application/json"}, (
                b'{"type": "video", "title": "The film itself"}')
        if name == "elsewhere":
            return 302, {"Location": "http://169.254.1.1/"}, b""
        return 200, {"Content-Type": "text/html; charset=utf-8"}, PAGE.format(
            language="de" if name == "german" else "en",
            title=f"Page {name} &lt;3", words="word " * 450).encode()

    def feed(self):
        entries = "".join(
            f"<entry><title>Feed {name}</title><id>{name}</id>"
            f"<link href='/{name}'/>" +
            ("<link rel='enclosure' type='audio/mpeg' href='/x.mp3'/>"
             if name == "torn" else "") + "<updated>2099-01-02T03:04:05Z</updated>"
            "</entry>" for name in self.names)
        return ("<feed xmlns='http://www.w3.org/2005/Atom'><title>t</title>"
                f"{entries}</feed>").encode()


def looking(site, n):
    n.settle([{"id": "lamps", "kind": "feed", "url": site.url + "/feed"}],
             TAGS)
    mailing.write(f"{n.folder}/content/2026-01-07-low-tide.md",
                  OLD.replace("HOST", site.url))
    got = n.collect(status=(0,))["lamps"]
    check("links: all are there", got["new"] == len(site.names), got)
    rows = {row["url"].rsplit("/", 1)[1]: row for row in n.inbox()}
    plain = rows["plain"]
    check("links: the title is that of the page",
          plain["title"] == "Page plain <3" and
          plain["origin"]["title"] == "page: title" and
          plain["fields"]["minutes"] == 3 and
          "tags" not in plain["fields"], plain)
    check("links: another language is a tag",
          rows["german"]["fields"]["tags"] == ["DE"], rows["german"])
    check("links: an address asks for a tag",
          rows["film"]["fields"]["tags"] == ["video"], rows["film"])
    check("links: a recording is told by its enclosure",
          rows["torn"]["fields"]["tags"] == ["audio"], rows["torn"])
    check("links: what was printed says where",
          rows["seen"]["fields"]["printed"] ==
          "content/2026-01-07-low-tide.md:8", rows["seen"])
    check("links: so does one that is the same by its own words",
          rows["copy"]["fields"]["printed"] ==
          "content/2026-01-07-low-tide.md:8" and
          rows["copy"]["fields"]["canonical"] == site.url + "/seen" and
          "canonical" not in rows["named"]["fields"] and
          "canonical" not in plain["fields"], rows["copy"])
    check("links: the feed knows what of a title is the name of the site",
          rows["named"]["title"] == "Feed named", rows["named"])
    check("links: what is embedded is called as its server calls it",
          rows["embedded"]["title"] == "The film itself" and
          rows["embedded"]["origin"]["title"] == "page: oEmbed title" and
          rows["embedded"]["fields"]["tags"] == ["video"], rows["embedded"])
    check("links: a page that is not there is told",
          rows["missing"]["fields"]["page_status"] == 404 and
          rows["missing"]["title"] == "Feed missing", rows["missing"])
    for name in ("torn", "empty", "elsewhere"):
        check(f"links: {name} harms nothing", rows[name]["title"], rows[name])
    before = len(site.asked)
    got = n.collect(status=(0,))["lamps"]
    check("links: again, nobody is asked for pages",
          site.asked[before:] == ["feed"] and got["new"] == 0 and
          got["updated"] == 0, (site.asked[before:], got))
    check("links: what was seen stays", n.inbox()[0]["title"] ==
          plain["title"], n.inbox()[0])
    n.run("inbox", "accept", str(plain["id"]), "--section", "news")
    mailing.write(f"{n.folder}/draft/2099-01-07-low-tide.md",
                  OLD.split("*", maxsplit=1)[0])
    n.run("draft", "fill")
    with open(f"{n.folder}/draft/2099-01-07-low-tide.md",
              encoding="utf-8") as draft:
        text = draft.read()
    check("links: a draft can be filled with it",
          "[Page plain \\<3](" in text or "[Page plain &lt;3](" in text, text)


HAND = """## News

* [By hand](https://nobody.example.org/x)
* [Not brought](HOST/other)
* [Page plain](HOST/plain)
* [Written elsewhere](https://dev.to/ann/a-lamp-42)
* [Watched](https://www.youtube.com/watch?v=1)
* *nothing more*

## Changes

* [Brighter](https://github.com/tide/lamps/pull/7)
* [Darker](https://github.com/tide/oil/pull/8)

## Events

* 2099-01-08 | Lisbon, PT | [Tides](https://www.meetup.com/de-DE/tides/events/)
    * [**Night**](https://www.meetup.com/tides/events/1/)
* 2099-01-09 | Lisbon, PT | [Tides](https://www.meetup.com/tides/)
    * [**Walk**](https://www.meetup.com/tides/events/2/)
* 2099-01-09 | Porto, PT | [Lamps](https://www.meetup.com/lamps/)
    * [**Talk**](https://www.meetup.com/lamps/events/3/)
"""


def share(site, n):
    """What of an issue came in by itself."""
    n.settle([{"id": "lamps", "kind": "feed", "url": site.url + "/feed"},
              {"id": "groups", "kind": "meetup", "of": ["oil", "Lamps"]},
              {"id": "merged", "kind": "github-merged", "of": ["tide/oil"]}])
    n.collect("lamps", "--no-look", status=(0,))
    path = "draft/2099-01-07-low-tide.md"
    mailing.write(f"{n.folder}/{path}",
                  OLD.split("## News", maxsplit=1)[0] +
                  HAND.replace("HOST", site.url))
    text = n.run("collect", "--share", path)
    check("share: of each section", " 5        1        0        4   20 %  "
          "News" in text, text)
    check("share: what was added by hand", f"{path}:8: By hand" in text, text)
    bringers = text.split("them:\n")[1].splitlines()
    check("share: what would have brought the rest", bringers == [
        "    2  sennight collect --add 'https://www.meetup.com/tides/'",
        "    1  sennight collect --add 'https://nobody.example.org/'",
        "    1  the source lamps asks there, and did not bring it",
        "    1  sennight collect --add 'https://dev.to/ann/'",
        "    1  no source can be named",
        "    1  sennight collect --add "
        "'https://github.com/tide/lamps/pulls?q=is%3Amerged'",
        "    1  the source merged asks there, and did not bring it",
        "    1  the source groups asks there, and did not bring it",
    ], bringers)
    got = json.loads(n.run("collect", "--share", path, "--format", "json"))
    with open(f"{n.folder}/var/shares/2099-01-07-low-tide.md.json",
              encoding="utf-8") as kept:
        check("share: it is kept", got == json.load(kept) and
              got["hand"] == 9, got)
    told = "1 of 10 items came in by themselves (10 %)"
    out = f"{n.folder}/content/2020-01-07-low-tide.md"
    os.rename(f"{n.folder}/{path}", out)
    check("share: of what came out it is told", told in
          n.run("collect", "--no-look", status=(0, 1)), out)
    check("share: and told once", told not in
          n.run("collect", "--no-look", status=(0, 1)), out)


def untouched(site, n):
    n.settle([{"id": "lamps", "kind": "feed", "url": site.url + "/feed"}])
    before = len(site.asked)
    n.collect("--no-look", status=(0,))
    check("links: nobody looks if that is not wanted",
          site.asked[before:] == ["feed"], site.asked[before:])


def main():
    with Site() as site:
        for run in (looking, untouched, share):
            with tempfile.TemporaryDirectory() as folder:
                run(site, collecting.Newsletter(SENNIGHT, folder, site))
    return report.end()


sys.exit(main())
