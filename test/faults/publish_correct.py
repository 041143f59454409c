"""publish_correct: what was wrong after it was out, put right everywhere.

    publish_correct.py SENNIGHT

An issue with events and links goes to readers; then it is edited.  The page,
the feeds, the calendars (read by a calendar client's parser where libical's
Python or `icalendar` is installed, else line by line) and the mails must tell
it.  Prints TAP.
"""

import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time

import mailing
import publishing

SETTINGS = """name: Low Tide
address: https://tide.example.org/
sections:
  - {id: news, title: News, kind: items}
  - {id: tools, title: Tools, kind: items}
  - {id: events, title: Events, kind: events}
regions:
  - {id: virtual, title: Virtual, virtual: yes}
  - {id: europe, title: Europe, countries: [PT, DE]}
  - {id: asia, title: Asia, countries: [JP]}
mail:
  from: tide@example.org
  way: smtp://127.0.0.1:%d
subscribe:
  open: yes
"""
ISSUE = """Title: Low Tide 2
Number: 2
Date: 2026-01-14

# News

* [A pier](https://pier.example.org/)
* [A quay is opend](https://quay.example.org/)

# Tools

* [A rope](https://rope.example.org/old)

# Events

Events between 2026-01-14 - 2026-02-11

## Europe

* 2026-01-20 | Lisbon, PT | [Gulls](https://gulls.example.org/)
    * [**Lamp night**](https://gulls.example.org/lamps)
* 2026-01-22 | Berlin, DE | [Crabs](https://crabs.example.org/)
    * [**Net mending**](https://crabs.example.org/nets)

## Asia

* 2026-01-25 | Tokyo, JP | [Eels](https://eels.example.org/)
    * [**Tide tables**](https://eels.example.org/tables)
"""
READERS = {
    "all@x.example": {},
    "europe@x.example": {"regions": "europe"},
    "asia@x.example": {"regions": "asia"},
    "news@x.example": {"sections": "news"},
}
EDITS = [
    ("2026-01-20 | Lisbon", "2026-01-21 | Lisbon"),
    ("* 2026-01-22 | Berlin, DE | [Crabs](https://crabs.example.org/)\n"
     "    * [**Net mending**](https://crabs.example.org/nets)\n", ""),
    ("rope.example.org/old", "rope.example.org/new"),
    ("A quay is opend", "A quay is opened"),
]


def events_of(text):
    """Entries of a calendar, by UID."""
    text = text.replace("\r\n ", "").replace("\r\n", "\n")
    found = {}
    for part in text.split("BEGIN:VEVENT\n")[1:]:
        lines = dict(line.split(":", 1) for line in
                     part.split("END:VEVENT")[0].splitlines())
        found[lines["UID"]] = lines
    return found


class Corrected(publishing.Newsletter):
    def __init__(self, program, folder):
        super().__init__(program, os.path.join(folder, "news"))
        self.log = os.path.join(folder, "took")
        mailing.write(self.log, "")
        self.write("draft/2026-01-14-two.md", ISSUE)

    def open(self, port):
        self.write("sennight.yaml", SETTINGS % port)
        self.git("add", "-A")
        self.git("commit", "-qm", "more")
        rows = ["address,state,sections,regions"]
        for address, wants in READERS.items():
            rows.append(f"{address},active,{wants.get('sections', '')},"
                        f"{wants.get('regions', '')}")
        self.write("people.csv", "\n".join(rows) + "\n")
        self.call("subscribers", "import", "--from", "sennight",
                  os.path.join(self.folder, "people.csv"))
        os.remove(os.path.join(self.folder, "people.csv"))

    def edit(self, edits):
        text = self.read("content/2026-01-14-two.md")
        for old, new in edits:
            assert old in text, old
            text = text.replace(old, new)
        self.write("content/2026-01-14-two.md", text)

    def built(self, *names):
        return self.read(os.path.join("public", *names))

    def took(self):
        with open(self.log, encoding="ascii") as file:
            return sorted(line.split()[0] for line in file)


def later(news, day):
    """Environment of another day."""
    epoch = str(1768384800 + day * 86400)
    news.environment = lambda **secrets: {
        **os.environ, "SOURCE_DATE_EPOCH": epoch,
        **{"SENNIGHT_" + name: value for name, value in secrets.items()}}


def told(report, news, before):
    page = news.built("issues", "low-tide-2", "index.html")
    report.check("the page has a dated note of each that matters",
                 page.count('<time datetime="2026-01-15">') == 3 and
                 "Lamp night has moved from 2026-01-20 to 2026-01-21." in page
                 and "Net mending, 2026-01-22, does not take place." in page
                 and "The link of A rope was wrong." in page, page)
    atom = news.built("atom.xml")
    entry = atom.split("<entry>")[1]
    report.check("Atom says when", "<published>2026-01-14T" in entry and
                 "<updated>2026-01-15T" in entry, entry[:600])
    items = json.loads(news.built("feed.json"))["items"]
    report.check("JSON Feed, too",
                 items[0]["date_modified"].startswith("2026-01-15"), items[0])
    now = events_of(news.built("calendar", "all.ics"))
    report.check("no entry of the calendar has another UID",
                 set(now) == set(before), (set(now), set(before)))
    by_title = {e["SUMMARY"]: e for e in now.values()}
    moved, off = by_title["Lamp night"], by_title["Net mending"]
    report.check("what moved has a higher sequence and its day",
                 moved["SEQUENCE"] == "1" and
                 moved["DTSTART;VALUE=DATE"] == "20260121" and
                 moved["DTSTAMP"] > before[moved["UID"]]["DTSTAMP"], moved)
    report.check("what is off is cancelled", off["STATUS"] == "CANCELLED" and
                 off["SEQUENCE"] == "1", off)
    report.check("and the rest is as it was",
                 by_title["Tide tables"].get("SEQUENCE", "0") == "0")
    parsed(report, news)
    search = "".join(
        news.built("search", name) for name in
        os.listdir(os.path.join(news.site, "search"))
        if name.endswith((".json", ".txt"))) if os.path.isdir(
            os.path.join(news.site, "search")) else ""
    report.check("search finds the new words alone",
                 "opend" not in search, search[:200])


def parsed(report, news):
    """Read by the parser of a calendar client."""
    code = ("import sys, icalendar; c = icalendar.Calendar.from_ical("
            "sys.stdin.read()); print([(str(e['SUMMARY']), "
            "int(e.get('SEQUENCE', 0)), str(e.get('STATUS', ''))) "
            "for e in c.walk('VEVENT')])")
    got = subprocess.run(
        ["/usr/bin/python3", "-c", code], capture_output=True, check=False,
        input=news.built("calendar", "all.ics").encode())
    if b"No module named" in got.stderr:
        print("# left out: python3-icalendar is not installed")
        return
    report.check("a calendar client reads it", b"('Net mending', 1, "
                 b"'CANCELLED')" in got.stdout and b"('Lamp night', 1, ''" in
                 got.stdout.replace(b"'CONFIRMED'", b"''"),
                 got.stdout + got.stderr)


def mails(report, news):
    out = news.call("publish", "correct", "2", "-n")
    report.check("a second look finds nothing", "nothing changed" in out, out)
    serve = news.start("serve", "--listen", "127.0.0.1:0")
    for _ in range(100):
        if len(news.took()) >= len(READERS) + 3:
            break
        time.sleep(0.1)
    time.sleep(0.5)
    serve.terminate()
    serve.communicate()
    took = [who for who in news.took()]
    for address in READERS:
        took.remove(address)
    report.check("only those whose mail held it get one more",
                 took == ["all@x.example", "asia@x.example",
                          "europe@x.example"], took)
    return took


def correct(report, program, folder):
    news = Corrected(program, folder)
    with mailing.sink(news) as port:
        news.open(port)
        news.publish("2", "--yes")
        before = events_of(news.built("calendar", "all.ics"))
        report.check("all got it", news.took() == sorted(READERS),
                     news.took())
        later(news, 1)
        news.edit(EDITS)
        out = news.call("publish", "correct", "2", "-n")
        report.check("it is found by meaning", all(
            re.search(line, out, re.M) for line in (
                "^moved .*Lamp night", "^off .*Net mending",
                "^link .*A rope", "^words .*A quay.*no note")) and
            not news.has("corrections.jsonl"), out)
        out = news.call("publish", "correct", "2", status=(2,))
        report.check("nobody is told without a yes",
                     not news.has("corrections.jsonl") and "--yes" in out,
                     out)
        out = news.call("publish", "correct", "2", "--yes", "--mail")
        report.check("it is kept and committed", news.read(
            "corrections.jsonl").count("\n") == 4 and
            not news.git("status", "--porcelain"), out)
        told(report, news, before)
        inbox = news.call("inbox", "list", "--format", "json")
        report.check("the next draft hears of it",
                     "Correction of Low Tide 2: Lamp night has moved" in
                     inbox, inbox)
        mails(report, news)


def killed(report, program, folder):
    """Correcting is killed at any moment, and goes on."""
    chance = random.Random(int(os.environ.get("SEED", "1")))
    news = Corrected(program, folder)
    with mailing.sink(news) as port:
        news.open(port)
        news.publish("2", "--yes")
        before = events_of(news.built("calendar", "all.ics"))
        later(news, 1)
        news.edit(EDITS)
        for _ in range(12):
            news.cut(chance.random() * 0.5, "publish", "correct", "2",
                     "--yes", "--mail")
            news.unlock()
        out = news.call("publish", "correct", "2", "--yes", "--mail")
        lines = news.read("corrections.jsonl").splitlines()
        report.check("killed twelve times, each correction is kept once",
                     len(lines) == len(set(lines)) == 4 and
                     not news.git("status", "--porcelain"), (lines, out))
        report.check("and the calendar has the same entries",
                     set(events_of(news.built("calendar", "all.ics"))) ==
                     set(before), out)
        mails(report, news)


def of_old(report, program, folder):
    """An issue that was published by hand."""
    news = publishing.Newsletter(program, os.path.join(folder, "old"))
    text = news.read("content/2026-01-07-one.md")
    out = news.call("publish", "correct", "1")
    report.check("git knows what was published by hand", "nothing changed" in
                 out, out)
    news.write("content/2026-01-07-one.md",
               text.replace("example.org/sand-1", "example.org/grit"))
    out = news.call("publish", "correct", "1", "--yes")
    report.check("and what changed since", "link" in out and "grit" in
                 news.read("corrections.jsonl"), out)
    news.write("corrections.jsonl", "{]\n")
    out = news.call("build", status=(2,))
    report.check("a broken file of corrections is told, with its line",
                 "corrections.jsonl:1:1" in out, out)
    out = news.call("publish", "correct", "2", status=(2,))
    report.check("a draft has nothing to correct", "is a draft" in out, out)


def main():
    report = mailing.Report()
    for part in (correct, killed, of_old):
        with tempfile.TemporaryDirectory() as folder:
            part(report, sys.argv[1], folder)
    return report.end()


if __name__ == "__main__":
    sys.exit(main())
