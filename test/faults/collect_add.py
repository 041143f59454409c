"""collect --add: a source by its address.

    collect_add.py SENNIGHT

Prints TAP.
"""

import datetime
import os
import subprocess
import sys
import tempfile

import collecting
import mailing

SENNIGHT = collecting.of_arguments()
report = mailing.Report()
check = report.check
DAY = datetime.date.today() + datetime.timedelta(days=9)

BODIES = {
    "feed": ("application/atom+xml",
             "<feed xmlns='http://www.w3.org/2005/Atom'><title>t</title>"
             "<entry><title>A new lamp</title><id>1</id><link href='/1'/>"
             "<updated>2099-01-01T00:00:00Z</updated></entry></feed>"),
    "blog": ("text/html", "<title>Blog</title><link rel=alternate "
             "type='application/atom+xml' href='/feed'>"),
    "nights": ("text/calendar", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Night"
               f"\nDTSTART;VALUE=DATE:{DAY:%Y%m%d}\nURL:https://n.example.org/"
               "\nEND:VEVENT\nEND:VCALENDAR\n"),
    "talks": ("text/html", "<script type='application/ld+json'>"
              '{"@type": "Event", "name": "Talk", "startDate": '
              f'"{DAY}T19:00", "url": "/talk"}}</script>'),
    "attributes": ("text/html", "<div itemscope itemtype="
                   "https://schema.org/Event><b itemprop=name>Walk</b>"
                   f"<meta itemprop=startDate content={DAY}></div>"),
    "tags/tides": ("text/html", "<title>#tides</title><div id='mastodon'>"),
    "nothing": ("text/html", "<title>x</title>"),
}
HEAD = """# What the newsletter is.
name: Low Tide          # with a comment
address: https://tide.example.org/
sections:
  - {id: news, title: News, kind: items}
"""
LISTS = {
    "none": ("# the end\n", ""),
    "one": ("sources:\n  # the first\n  - id: old\n    kind: feed\n    url: "
            "https://old.example.org/x\n    section: news\n",
            "\n# of mails\nlanguage: en\n"),
    "not indented": ("sources:\n- {id: old, kind: feed, url: "
                     "'https://old.example.org/x'}\n", "language: en\n"),
    "no line end": ("sources:\n  - {id: old, kind: feed, url: "
                    "'https://old.example.org/x'}", ""),
}


class Sites(collecting.Service):
    """The bodies."""

    def answer(self, method, path, headers, body):
        self.asked.append(path)
        if path.strip("/") not in BODIES:
            return 404, {}, b""
        kind, text = BODIES[path.strip("/")]
        return 200, {"Content-Type": kind}, text.encode()


def add(sites, folder, name, *more, answer=None, status=0):
    got = subprocess.run(
        [SENNIGHT, "-C", folder, "collect", "--allow",
         f"127.0.0.1:{sites.port}", "--add",
         name if "/" in name and not name.startswith("tags") else f"{sites.url}/{name}", *more],
        timeout=60, capture_output=True, check=False, text=True, input=answer)
    if got.returncode != status:
        raise RuntimeError(f"{name}: {got}")
    return got.stdout + got.stderr


def settings(folder):
    with open(os.path.join(folder, "sennight.yaml"),
              encoding="utf-8") as file:
        return file.read()


def lists(sites, folder):
    path = os.path.join(folder, "sennight.yaml")
    for name, (before, behind) in LISTS.items():
        mailing.write(path, HEAD + before + behind)
        text = add(sites, folder, "feed", "--yes", "--section", "news",
                   "--id", "lamps")
        check(f"{name}: what it has is shown", "A new lamp" in text and
              "kind: feed" in text, text)
        got = settings(folder)
        check(f"{name}: everything else stays", got.startswith(HEAD + before)
              and got.endswith(behind) and "id: lamps" in got, got)
        again = add(sites, folder, "feed", "--yes", status=2)
        check(f"{name}: not twice", "lamps asks that already" in again, again)
    mailing.write(path, HEAD + "sources: []\n")
    text = add(sites, folder, "feed", "--yes", status=2)
    check("a list in brackets is not touched", "add these lines" in text and
          settings(folder) == HEAD + "sources: []\n", text)


def kinds(sites, folder):
    path = os.path.join(folder, "sennight.yaml")
    for name, part in (
            ("blog", f'url: "{sites.url}/feed"'), ("nights", "kind: calendar"),
            ("talks", "kind: page"), ("attributes", "kind: page"),
            ("tags/tides", "of: [tides]")):
        mailing.write(path, HEAD)
        text = add(sites, folder, name, "--yes")
        check(f"{name} is recognised", part in text and
              "id: " in settings(folder), text)
    before = settings(folder)
    for name, part in (("nothing", "no calendar, and no page with events"),
                       ("absent", "status 404"),
                       ("ftp://x/", "no web address"),
                       ("http://127.0.0.1:1/", "")):
        text = add(sites, folder, name, "--yes", status=2)
        check(f"{name} is refused", part in text and
              settings(folder) == before, text)
    text = add(sites, folder, "feed", "--dry-run", "--yes")
    check("a dry run shows it and adds nothing", "A new lamp" in text and
          settings(folder) == before, text)
    for more, part in (
            (("--id", "../x"), "cannot be called"),
            (("--id", "127"), "there is a source 127 already"),
            (("--section", "fish"), "but these: news"),
            (("more",), "one by one")):
        mailing.write(path, HEAD + "sources:\n  - {id: '127', kind: feed, "
                      "url: 'https://old.example.org/'}\n")
        count = len(sites.asked)
        text = add(sites, folder, "feed", "--yes", *more, status=2)
        check(f"{' '.join(more)}: refused, and nobody asked", part in text and
              len(sites.asked) == count, text)
    mailing.write(path, before)
    text = add(sites, folder, "feed", status=2)
    check("without a terminal nobody can be asked", "--yes" in text and
          settings(folder) == before, text)
    count = len(sites.asked)
    for address, part in (
            ("https://www.meetup.com/de-DE/harbour-tides/", "of: "
             "[harbour-tides]"),
            ("https://github.com/tide/lamps/issues?q=label%3Acall-for-testing",
             "kind: github-calls"),
            ("https://confs.tech/tides", "kind: confs"),
            ("https://hn.algolia.com/?dateRange=all&q=tides&sort=x",
             "kind: hackernews"),
            ("https://bsky.app/hashtag/tides", "kind: bluesky"),
            ("https://github.com/search?q=org%3Atide+is%3Amerged",
             "of: [tide]")):
        text = add(sites, folder, address, status=2)
        check(f"{address}: known without asking", part in text, text)
    check("nobody was asked for these", len(sites.asked) == count)


def pasted(sites, folder):
    """As people paste addresses."""
    path = os.path.join(folder, "sennight.yaml")
    mailing.write(path, HEAD + "sources:\n  - {id: groups, kind: meetup, of: "
                  "[lamps, harbour-tides]}\n")
    for address, part in (
            ("", "--add needs the address"), ("  ", "no web address"),
            ("hello", '"hello" is no web address'),
            ("www.meetup.com/Harbour-Tides", "groups asks that already"),
            ("<https://www.meetup.com/lamps/>", "groups asks that already"),
            (" https://www.meetup.com/oil ", "of: [oil]"),
            ("webcal://nights.invalid/x.ics", "https://nights.invalid/x.ics:"),
            ("feed:https://nights.invalid/x", "https://nights.invalid/x:"),
            (f"http://127.0.0.1:{sites.port + 1}/", "public internet")):
        got = subprocess.run(
            [SENNIGHT, "-C", folder, "collect", "--add", address, "-n"],
            timeout=60, capture_output=True, check=False, text=True)
        check(f"[{address}]", part in got.stdout + got.stderr, got)


def main():
    with Sites() as sites:
        for run in (lists, kinds, pasted):
            with tempfile.TemporaryDirectory() as folder:
                run(sites, folder)
    return report.end()


sys.exit(main())
